import { batchNormApplyItem, batchNormGradientItem, batchNormGradientJoinItem, batchNormGradientSumsItem, batchNormJoinItem, batchNormStatisticsItem } from './batch-norm';
import { binaryItem, reluItem } from './elementwise';
import {
  channelGateGradientItem,
  channelPoolsItem,
  channelPoolsGradientItem,
  positionGateGradientItem,
  positionPoolsItem,
  positionPoolsGradientItem,
} from './gates';
import { gatherConvolutionItem, gatherFilterGradientItem } from './gather-convolution';
import { matrixProductItem } from './matrix-product';
import { maxPoolGradientItem, maxPoolItem } from './max-pool';
import { adamItem, sgdItem } from './optimizers';
import { packPanelItem } from './pack-panels';
import { joinSumsItem, sumPartItem, sumSquaresPartItem } from './reduction';
import { winogradConvolutionItem, winogradFilterItem, winogradInputItem, winogradMultiplyItem, winogradOutputItem } from './winograd-convolution';
import { winogradPartItem, winogradSpanItem, winogradSumItem, winogradTapsItem } from './winograd-filter-gradient';

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
    case 11:
      return batchNormStatisticsItem(args, item, scratch);
    case 12:
      return batchNormJoinItem(args, item, scratch);
    case 13:
      return batchNormApplyItem(args, item, scratch);
    case 14:
      return batchNormGradientSumsItem(args, item, scratch);
    case 15:
      return batchNormGradientJoinItem(args, item, scratch);
    case 16:
      return batchNormGradientItem(args, item, scratch);
    case 17:
      return binaryItem(args, item, scratch);
    case 18:
      return reluItem(args, item, scratch);
    case 19:
      return sumPartItem(args, item, scratch);
    case 20:
      return joinSumsItem(args, item, scratch);
    case 21:
      return sgdItem(args, item, scratch);
    case 22:
      return adamItem(args, item, scratch);
    case 23:
      return maxPoolItem(args, item, scratch);
    case 24:
      return maxPoolGradientItem(args, item, scratch);
    case 25:
      return matrixProductItem(args, item, scratch);
    case 26:
      return positionPoolsItem(args, item, scratch);
    case 27:
      return positionPoolsGradientItem(args, item, scratch);
    case 28:
      return channelPoolsItem(args, item, scratch);
    case 29:
      return channelPoolsGradientItem(args, item, scratch);
    case 30:
      return channelGateGradientItem(args, item, scratch);
    case 31:
      return positionGateGradientItem(args, item, scratch);
    case 32:
      return winogradPartItem(args, item, scratch);
    case 33:
      return sumSquaresPartItem(args, item, scratch);
    default:
      unreachable();
  }
}
