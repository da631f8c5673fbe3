import { relabel, selected } from '../state/change-photos.ts';
import { droppedFiles, gatherFiles } from '../state/gather-files.ts';

const draggedType = 'application/x-attune-image';

/** A selected image takes the whole selection along. */
export function dragImage(id: string, transfer: DataTransfer): void {
  const ids = selected.value.has(id) ? [...selected.value] : [id];
  transfer.setData(draggedType, JSON.stringify(ids));
  transfer.effectAllowed = 'move';
}

/** Takes images of another class, or files. */
export async function dropOnClass(transfer: DataTransfer, className: string): Promise<void> {
  const ids = transfer.getData(draggedType);
  if (ids === '') return gatherFiles(await droppedFiles(transfer, className));
  await relabel(JSON.parse(ids) as string[], className);
}
