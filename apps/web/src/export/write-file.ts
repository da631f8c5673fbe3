import { signal } from '@preact/signals';

import type { Engine } from '../engine/protocol/engine.ts';
import type { ExportFormat, RunSummary, StandaloneWords } from '../engine/protocol/runs.ts';
import type { WriteProgress } from '../engine/protocol/write-progress.ts';
import { language, words } from '../language/language.ts';
import { saveBlob } from '../parts/save-blob.ts';
import { askEngine } from '../state/ask-engine.ts';
import type { WayOn } from '../state/project.ts';
import { again } from '../state/tell-fault.ts';
import { leastSure } from '../state/trial.ts';

export interface Writing {
  readonly name: ExportFormat | 'project';
  /** How much of the work is done, of 1. */
  readonly share: number;
  /** Bytes that are written; 0 until there are some. */
  readonly bytes: number;
}

/** What is being written; null while nothing is. */
export const writing = signal<Writing | null>(null);
/** Bytes of what was written, by run and format. */
export const written = signal<Readonly<Record<string, number>>>({});

export async function saveFormat(run: RunSummary, format: ExportFormat): Promise<void> {
  const file = await write(
    format,
    (engine, onProgress) => engine.runs.export(run.id, format, standaloneWords(run), onProgress),
    again(() => saveFormat(run, format)),
  );
  if (file === null) return;
  written.value = { ...written.value, [`${run.id} ${format}`]: file.blob.size };
  saveBlob(file.blob, file.name);
}

export async function saveProject(): Promise<void> {
  const file = await write('project', (engine, onProgress) => engine.project.save(onProgress), again(saveProject));
  if (file !== null) saveBlob(file, 'attune-project.zip');
}

function standaloneWords({ classes }: RunSummary): StandaloneWords {
  return {
    title: classes.join(' · '),
    choose: words.value.standaloneChoose,
    unsure: words.value.unsure,
    none: words.value.noLabels,
    sure: leastSure(classes.length),
    language: language.value,
  };
}

/** One file is written at a time. */
async function write<T>(name: Writing['name'], ask: (engine: Engine, onProgress: WriteProgress) => Promise<T>, wayOn: WayOn): Promise<T | null> {
  if (writing.value !== null) return null;
  writing.value = { name, share: 0, bytes: 0 };
  const file = await askEngine(
    (engine) =>
      ask(engine, (share, bytes) => {
        if (writing.value?.name === name) writing.value = { name, share, bytes };
      }),
    wayOn,
  );
  writing.value = null;
  return file;
}
