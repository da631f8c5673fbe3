import { gatherConvolutionItem, gatherFilterGradientItem } from './gather-convolution';
import { packPanelItem } from './pack-panels';
import { winogradConvolutionItem, winogradFilterItem, winogradInputItem, winogradMultiplyItem, winogradOutputItem } from './winograd-convolution';
import { winogradSpanItem, winogradSumItem, winogradTapsItem } from './winograd-filter-gradient';

/** Runs one item of a task. The numbers are those of `src/engine/tasks.ts`. */
export function runItem(task: i32, args: usize, item: i32, scratch: usize): void {
  switch (task) {
    case 0:
      return packPanelItem(args, item, scratch);
    case 1:
      return gatherConvolutionItem(args, item, scratch);
    case 2:
      return gatherFilterGradientItem(args, item, scratch);
    case 3:
      return winogradFilterItem(args, item, scratch);
    case 4:
      return winogradConvolutionItem(args, item, scratch);
    case 5:
      return winogradSpanItem(args, item, scratch);
    case 6:
      return winogradSumItem(args, item, scratch);
    case 7:
      return winogradTapsItem(args, item, scratch);
    case 8:
      return winogradInputItem(args, item, scratch);
    case 9:
      return winogradMultiplyItem(args, item, scratch);
    case 10:
      return winogradOutputItem(args, item, scratch);
    default:
      unreachable();
  }
}
