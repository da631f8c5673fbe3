import { signal } from '@preact/signals';

import type { Engine, ExportFormat, RunSummary, StandaloneWords } from '../engine/protocol.ts';
import { language, words } from '../language/language.ts';
import { saveBlob } from '../parts/save-blob.ts';
import { askEngine } from '../state/ask-engine.ts';
import { leastSure } from '../state/trial.ts';

/** What is being written; null while nothing is. */
export const writing = signal<ExportFormat | 'project' | null>(null);
/** Bytes of what was written, by run and format. */
export const written = signal<Readonly<Record<string, number>>>({});

export async function saveFormat(run: RunSummary, format: ExportFormat): Promise<void> {
  const file = await write(format, (engine) => engine.exportRun(run.id, format, standaloneWords(run)));
  if (file === null) return;
  written.value = { ...written.value, [`${run.id} ${format}`]: file.blob.size };
  saveBlob(file.blob, file.name);
}

export async function saveProject(): Promise<void> {
  const file = await write('project', (engine) => engine.saveProject());
  if (file !== null) saveBlob(file, 'attune-project.zip');
}

function standaloneWords({ classes }: RunSummary): StandaloneWords {
  return {
    title: classes.join(' · '),
    choose: words.value.standaloneChoose,
    unsure: words.value.unsure,
    sure: leastSure(classes.length),
    language: language.value,
  };
}

/** One file is written at a time. */
async function write<T>(name: ExportFormat | 'project', ask: (engine: Engine) => Promise<T>): Promise<T | null> {
  if (writing.value !== null) return null;
  writing.value = name;
  const file = await askEngine(ask);
  writing.value = null;
  return file;
}
