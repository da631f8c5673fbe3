import { chooseWeights } from './describe-choices.ts';
import { droppedFiles } from './gather-files.ts';
import { takeFiles } from './open-run.ts';
import { offerProject } from './project-file.ts';
import { goTo } from './place.ts';

/** Takes what is dropped anywhere: a project, a run, a file of weights, or photos. */
export async function takeDrop(transfer: DataTransfer): Promise<void> {
  const files = await droppedFiles(transfer);
  const only = files.length === 1 ? files[0]!.file : null;
  if (only instanceof File && /\.zip$/iu.test(only.name)) return offerProject(only);
  if (only instanceof File && /\.(safetensors|pth|pt)$/iu.test(only.name)) {
    goTo('model');
    return chooseWeights({ kind: 'file', name: only.name, file: only });
  }
  await takeFiles(files);
}

/** Lets no drop leave the page: the browser would open the photo in its place. */
export function takeEveryDrop(): void {
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    const { dataTransfer } = event;
    if (event.defaultPrevented || dataTransfer === null || !dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    void takeDrop(dataTransfer);
  });
}
