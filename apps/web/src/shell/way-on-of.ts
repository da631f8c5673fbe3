import { saveProject } from '../export/write-file.ts';
import { judgeAgain } from '../state/judgement.ts';
import { goTo } from '../state/place.ts';
import { type Fault, type WayOn } from '../state/project.ts';
import { dropDamagedRun } from '../state/open-project.ts';
import { endTraining, live, startEngine, startTraining } from '../state/training.ts';

/** What helps against a fault: where its cause is known, what ends that, else what the asker
 * offered. */
export function wayOnOf({ error, wayOn }: Fault): WayOn {
  if (error === null) return wayOn;
  return (byCode[`${error.code} ${error.kind}`] ?? byCode[error.code ?? ''])?.(wayOn, error.fields) ?? byFault[error.fault]?.(wayOn, error.fields) ?? wayOn;
}

type Help = (wayOn: WayOn, fields: Readonly<Record<string, string>>) => WayOn;

const toFile: Help = () => ({ name: ({ saveProject: name }) => name, follow: () => void saveProject() });

const withWasm: Help = ({ follow }) => ({ name: ({ useWasm }) => useWasm, follow: () => void startEngine('wasm').then(follow) });

const byCode: Readonly<Record<string, Help>> = {
  ATTUNE_PROJECT_STORAGE_FULL: toFile,
  ATTUNE_STORAGE_FULL: toFile,
  ATTUNE_CLASSES_CHANGED: () => ({ name: ({ trainAgain }) => trainAgain, follow: trainAnew }),
  ATTUNE_RUN_FILE: (wayOn, { run }) => (run === undefined ? wayOn : { name: ({ removeRunNamed }) => removeRunNamed, follow: () => void dropDamagedRun(run) }),
  ATTUNE_BACKEND_LOST: withWasm,
  'ATTUNE_PAGE busy': (wayOn) => (live.value === null ? wayOn : { name: ({ pause }) => pause, follow: () => void endTraining('paused') }),
  'ATTUNE_PAGE photo-gone': () => ({ name: ({ lookAgain }) => lookAgain, follow: () => void judgeAgain() }),
  'ATTUNE_PAGE no-epoch': () => ({ name: ({ goTrain }) => goTrain, follow: () => goTo('train') }),
  'ATTUNE_PAGE nothing-to-undo': () => ({ name: ({ gotIt }) => gotIt, follow: () => {} }),
};

const byFault: Readonly<Partial<Record<NonNullable<Fault['error']>['fault'], Help>>> = {
  'storage-full': toFile,
  'context-lost': withWasm,
};

function trainAnew(): void {
  goTo('train');
  void startTraining();
}
