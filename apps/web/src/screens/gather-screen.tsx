import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';

import type { BrokenFile } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { warningText } from '../language/warning-text.ts';
import { CameraBurst } from '../camera/camera-burst.tsx';
import { FileButton } from '../parts/file-button.tsx';
import { ImageGrid } from '../parts/image-grid.tsx';
import { useDrop } from '../parts/use-drop.ts';
import { askEngine } from '../state/ask-engine.ts';
import { chosenFiles, droppedFiles, gatherFiles } from '../state/gather-files.ts';
import { takeDrop } from '../state/take-drop.ts';
import { tellUndoable } from '../state/undo.ts';
import { broken, canTrain, dataset, gathering, screen, skipped } from '../state/project.ts';

const selected = signal<ReadonlySet<string>>(new Set());
const draggedType = 'application/x-attune-image';

/** Photos come in, classes are made, labels are mended. */
export function GatherScreen() {
  const names = dataset.value.classes.map(({ name }) => name);
  return (
    <>
      <DropZone />
      <Warnings />
      <ClassForm />
      {names.length > 0 && <p class="hint">{words.value.selectHint}</p>}
      <div class="classes">
        {names.map((name) => (
          <ClassCard key={name} name={name} />
        ))}
      </div>
      <Selection names={names} />
      <LeftOut open title={words.value.brokenTitle(broken.value.length)} files={broken.value} />
      <LeftOut open={false} title={words.value.skippedTitle(skipped.value.length)} files={skipped.value} />
      {canTrain.value && (
        <p class="onward">
          <button type="button" class="primary" onClick={() => (screen.value = 'choose')}>
            {words.value.next}: {words.value.screens.choose}
          </button>
        </p>
      )}
    </>
  );
}

function DropZone() {
  const drop = useDrop((transfer) => void takeDrop(transfer));
  const progress = gathering.value;
  return (
    <section class="drop" aria-label={words.value.dropTitle} {...drop}>
      <h2>{words.value.dropTitle}</h2>
      <p>{words.value.dropHint}</p>
      {progress === null ? (
        <FileButton primary folder label={words.value.chooseFolder} onFiles={(files) => void gatherFiles(chosenFiles(files))} />
      ) : (
        <div class="progress">
          <progress aria-label={words.value.gathering(progress.done, progress.total)} max={progress.total} value={progress.done} />
          <span>{words.value.gathering(progress.done, progress.total)}</span>
        </div>
      )}
    </section>
  );
}

function Warnings() {
  if (dataset.value.warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {dataset.value.warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>{warningText(words.value, warning)}</li>
      ))}
    </ul>
  );
}

function ClassForm() {
  const [name, setName] = useState('');
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        void makeClass(name).then((made) => made && setName(''));
      }}
    >
      <input
        type="text"
        aria-label={words.value.newClass}
        placeholder={words.value.newClassHint}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="submit">{words.value.addClass}</button>
    </form>
  );
}

/** Whether it was made; a name that no folder can have is refused in words. */
async function makeClass(name: string): Promise<boolean> {
  const state = await askEngine((engine) => engine.makeClass(name));
  if (state !== null) dataset.value = state;
  return state !== null;
}

async function removeClass(name: string): Promise<void> {
  const state = await askEngine((engine) => engine.removeClass(name));
  if (state === null) return;
  dataset.value = state;
  selected.value = new Set();
  tellUndoable(words.value.classRemoved(name));
}

function ClassCard({ name }: { readonly name: string }) {
  const drop = useDrop((transfer) => void dropOnClass(transfer, name));
  const [camera, setCamera] = useState(false);
  const images = dataset.value.images.filter(({ className }) => className === name);
  return (
    <section class="card" aria-label={name} {...drop}>
      <header>
        <h2>{name}</h2>
        <span class="count">{words.value.images(images.length)}</span>
        <button type="button" class="plain" aria-label={words.value.removeClass(name)} onClick={() => void removeClass(name)}>
          ×
        </button>
      </header>
      {images.length === 0 ? (
        <p class="empty">{words.value.emptyClass}</p>
      ) : (
        <ImageGrid label={name} images={images} selected={selected.value} onToggle={toggle} onDrag={(id, transfer) => drag(id, transfer)} />
      )}
      <div class="row">
        <FileButton multiple accept="image/*" label={words.value.addPhotos} onFiles={(files) => void gatherFiles(chosenFiles(files, name))} />
        <button type="button" aria-expanded={camera} onClick={() => setCamera(!camera)}>
          {words.value.camera}
        </button>
      </div>
      {camera && <CameraBurst className={name} />}
    </section>
  );
}

function toggle(id: string): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

/** A selected image takes the whole selection along. */
function drag(id: string, transfer: DataTransfer): void {
  const ids = selected.value.has(id) ? [...selected.value] : [id];
  transfer.setData(draggedType, JSON.stringify(ids));
  transfer.effectAllowed = 'move';
}

async function dropOnClass(transfer: DataTransfer, className: string): Promise<void> {
  const ids = transfer.getData(draggedType);
  if (ids === '') return gatherFiles(await droppedFiles(transfer, className));
  await relabel(JSON.parse(ids) as string[], className);
}

async function relabel(ids: readonly string[], className: string): Promise<void> {
  dataset.value = (await askEngine((engine) => engine.relabel(ids, className))) ?? dataset.value;
  selected.value = new Set();
}

function Selection({ names }: { readonly names: readonly string[] }) {
  const ids = [...selected.value];
  if (ids.length === 0) return null;
  return (
    <div class="selection" role="toolbar" aria-label={words.value.selected(ids.length)}>
      <strong>{words.value.selected(ids.length)}</strong>
      <select aria-label={words.value.moveTo} value="" onChange={({ currentTarget }) => void relabel(ids, currentTarget.value)}>
        <option value="" disabled>
          {words.value.moveTo} …
        </option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="button" onClick={() => void removeImages(ids)}>
        {words.value.removeImages}
      </button>
    </div>
  );
}

async function removeImages(ids: readonly string[]): Promise<void> {
  const state = await askEngine((engine) => engine.remove(ids));
  if (state === null) return;
  dataset.value = state;
  selected.value = new Set();
  tellUndoable(words.value.imagesRemoved(ids.length));
}

/** Files that are no use, and why. */
function LeftOut({ title, files, open }: { readonly title: string; readonly files: readonly BrokenFile[]; readonly open: boolean }) {
  if (files.length === 0) return null;
  return (
    <details class="broken" open={open}>
      <summary>{title}</summary>
      <ul>
        {files.map(({ path, reason }) => (
          <li key={path}>
            <code>{path}</code> {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
