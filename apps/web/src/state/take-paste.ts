import { chosenFiles, gatherFiles } from './gather-files.ts';
import { notice, shownRun } from './project.ts';
import { tryFiles } from './trial.ts';

/** Takes pasted pictures into the class that is pointed at or has the focus, or shows them to the
 * trained network. */
export function takePastes(): void {
  addEventListener('paste', ({ clipboardData }) => {
    const files = clipboardData?.files;
    if (files === undefined || files.length === 0) return;
    const target = document.activeElement?.closest<HTMLElement>('[data-paste]') ?? [...document.querySelectorAll<HTMLElement>('[data-paste]:hover')].at(-1);
    const className = target?.dataset['paste'];
    if (className !== undefined && className !== '') void gatherFiles(chosenFiles(files, className).map(named));
    else if (shownRun.value !== null) void tryFiles([...files]);
    else notice.value = { text: ({ pasteWhere }) => pasteWhere, isFault: false };
  });
}

let pasted = 0;

/** Every pasted picture is called image.png. */
function named<F extends { readonly path: string }>(file: F): F {
  return { ...file, path: file.path.replace(/^image(?=\.)/u, `pasted-${Date.now()}-${pasted++}`) };
}
