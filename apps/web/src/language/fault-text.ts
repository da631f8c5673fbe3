import type { CarriedError } from '../engine/errors/engine-error.ts';
import type { Words } from './english.ts';

/** What went wrong, as a sentence in the page's language. It is told by the error's
 * code: what is in its message is for whoever wants to know all. */
export function faultText({ problems }: Words, error: CarriedError): string {
  return sentences[error.code ?? '']?.(problems, error) ?? ended(problems, error);
}

type Problems = Words['problems'];

const sentences: Readonly<Record<string, (problems: Problems, error: CarriedError) => string | undefined>> = {
  ATTUNE_PAGE: ({ page }, { kind }) => page[kind as keyof typeof page],
  ATTUNE_PROJECT_STORAGE_FULL: ({ storageFull }) => storageFull,
  ATTUNE_STORAGE_FULL: ({ storageFull }) => storageFull,
  ATTUNE_CLASS_NAME: ({ className }, { fields }) => className(fields['className'] ?? ''),
  ATTUNE_CLASSES_CHANGED: ({ classesChanged }, { fields }) => classesChanged(fields['trained'] ?? '', fields['present'] ?? ''),
  ATTUNE_IMAGE: ({ image }, { fields }) => image(fields['path'] ?? null),
  ATTUNE_CHECKPOINT: ({ weights }, { fields }) => weights(fields['file'] ?? ''),
  ATTUNE_CHECKPOINT_MISFIT: ({ weights }, { fields }) => weights(fields['file'] ?? ''),
  ATTUNE_FOREIGN_NETWORK: ({ foreign }) => foreign,
  ATTUNE_WEIGHTS_NAME: ({ weightsName }) => weightsName,
  ATTUNE_DOWNLOAD: ({ download }, { kind, fields }) => download[kind as keyof typeof download]?.(fields['url'] ?? ''),
  ATTUNE_RECIPE: ({ recipe }, { fields }) => recipe(fields['recipe'] ?? ''),
  ATTUNE_RECIPE_SUBJECT: ({ recipe }) => recipe(''),
  ATTUNE_PHOTOS_UNFIT: ({ unfit }) => unfit,
  ATTUNE_MODEL_CHOICE: ({ modelChoice }) => modelChoice,
  ATTUNE_RUN_FILE: ({ damagedRun }, { fields }) => damagedRun(fields['run'] ?? ''),
  ATTUNE_RESUME: ({ resume }) => resume,
  ATTUNE_BACKEND_UNAVAILABLE: ({ engine }) => engine,
  ATTUNE_WASM_START: ({ engine }) => engine,
  ATTUNE_BACKEND_LOST: ({ lost }) => lost,
};

/** What browsers and engines say in words of their own. */
function ended({ memory, storageFull, lost, fileGone, other }: Problems, { fault, fields }: CarriedError): string {
  const known = {
    'out-of-memory': memory,
    'storage-full': storageFull,
    'context-lost': lost,
    'not-a-number': other,
    'file-gone': fileGone(fields['path'] ?? null),
    other,
  };
  return known[fault];
}
