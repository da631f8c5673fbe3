import type { NameChange } from '@attune/checkpoint';
import { useEffect, useState } from 'preact/hooks';

import type { ModelBlock, ModelChoice, WeightsSource } from '../engine/protocol/choices.ts';
import type { Words } from '../language/english.ts';
import { words } from '../language/language.ts';
import { nameChangeText } from '../language/name-change-text.ts';
import { FileButton } from '../parts/file-button.tsx';
import { large } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { chooseModel, chooseWeights, describeChoices, weightsSuffixes } from '../state/describe-choices.ts';
import { architecture, architectures, download, lostDetail, model, modelDescription, sampleArchitecture, weightsDescription } from '../state/project.ts';
import { Misfit } from './misfit.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { RecipeTimeline } from './recipe-timeline.tsx';

/** The network, what it knows, where attention sits, and how it will learn. */
export function ModelChoices() {
  useEffect(() => {
    if (modelDescription.value === null) void describeChoices();
  }, []);
  return (
    <>
      <NetworkForm />
      <Drawing />
      <RecipeTimeline />
    </>
  );
}

function NetworkForm() {
  const chosen = model.value;
  return (
    <section class="card network-form" aria-labelledby="network-title">
      <h2 id="network-title">{words.value.network}</h2>
      <label class="field">
        <span>{words.value.architecture}</span>
        <select value={chosen.architecture} onChange={({ currentTarget }) => chooseModel({ architecture: currentTarget.value })}>
          {(architectures.value.length === 0 ? [{ name: chosen.architecture }] : architectures.value).map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Weights />
      <Misfit />
      <Choice
        title="attention"
        help="attention"
        options={words.value.attentions}
        value={chosen.attention}
        onChoose={(attention) => chooseModel({ attention })}
      />
      <Choice
        title="placement"
        help="placement"
        options={offeredPlacements()}
        value={shownPlacement(chosen)}
        onChoose={(placement) => chooseModel({ placement })}
      />
      <GateChoices />
    </section>
  );
}

/** Those that the architecture has. */
function offeredPlacements(): Words['placements'] {
  const { placements } = words.value;
  const offered = architecture.value?.placements ?? [];
  return offered.length === 0 ? placements : (Object.fromEntries(offered.map((name) => [name, placements[name]])) as Words['placements']);
}

/** Kept choices may have one that the architecture has not, as it then trains with its
 * usual one. */
function shownPlacement({ placement }: ModelChoice): ModelChoice['placement'] {
  const offer = architecture.value;
  return offer === null || offer.placements.includes(placement) ? placement : offer.placement;
}

/** Sides of the spatial gate's convolution that are offered; the paper's is 7. */
const kernels = [3, 5, 7, 9, 11];

/** Which gates CBAM has, and how far the one over positions sees. */
function GateChoices() {
  const { attentionGates = 'both', attentionKernel = 7 } = model.value;
  const takes = modelDescription.value?.attentionTakes ?? [];
  return (
    <>
      {takes.includes('gates') && (
        <Choice
          title="attentionGates"
          help="gates"
          options={words.value.gateSelections}
          value={attentionGates}
          onChoose={(chosen) => chooseModel({ attentionGates: chosen })}
        />
      )}
      {takes.includes('kernelSize') && attentionGates !== 'channels' && (
        <Choice
          title="attentionKernel"
          help="kernel"
          options={kernelNames([...new Set([...kernels, attentionKernel])].toSorted((a, b) => a - b))}
          value={String(attentionKernel)}
          onChoose={(side) => chooseModel({ attentionKernel: Number(side) })}
        />
      )}
    </>
  );
}

function kernelNames(sides: readonly number[]): Record<string, string> {
  return Object.fromEntries(sides.map((side) => [side, `${side} × ${side}`]));
}

interface ChoiceProps<Name extends string> {
  readonly title: 'attention' | 'placement' | 'attentionGates' | 'attentionKernel';
  readonly help: keyof Words['glossary'];
  readonly options: Readonly<Record<Name, string>>;
  readonly value: Name;
  readonly onChoose: (name: Name) => void;
}

function Choice<Name extends string>({ title, help, options, value, onChoose }: ChoiceProps<Name>) {
  return (
    <div class="field">
      <span>
        <label for={title}>{words.value[title]}</label> <Help term={help} />
      </span>
      <select id={title} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value as Name)}>
        {Object.entries<string>(options).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A kind that was picked while the present weights stand: its file or address has yet to come. */
interface AskedWeights {
  readonly kind: WeightsSource['kind'];
  readonly instead: WeightsSource;
}

function Weights() {
  const { weights } = model.value;
  const [asked, setAsked] = useState<AskedWeights | null>(null);
  const kind = asked?.instead === weights ? asked.kind : weights.kind;
  const described = weightsDescription.value;
  return (
    <div class="field">
      <span>
        <label for="weights">{words.value.weights}</label> <Help term="weights" />
      </span>
      <select
        id="weights"
        value={kind}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value as WeightsSource['kind'];
          setAsked({ kind: next, instead: weights });
          if (next === 'sample' || next === 'none') void chooseWeights({ kind: next });
        }}
      >
        {Object.entries(words.value.weightsKinds).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      {kind === 'file' && (
        <FileButton
          accept={weightsSuffixes}
          label={words.value.weightsFile}
          onFiles={([file]) => file !== undefined && void chooseWeights({ kind: 'file', name: file.name, file })}
        />
      )}
      {kind === 'url' && <AddressForm />}
      {download.value !== null && (
        <progress
          aria-label={words.value.downloading}
          max={download.value.total ?? undefined}
          value={download.value.total === null ? undefined : download.value.done}
        />
      )}
      {isSetAside(model.value.weights) && <p class="hint">{words.value.sampleSetAside(sampleArchitecture, model.value.architecture)}</p>}
      {lostDetail.value !== null && <p class="hint">{words.value.lostDetail(lostDetail.value.photo, lostDetail.value.network)}</p>}
      {described !== null && described.fits && <p class="hint">{words.value.plan(described.plan.loaded, described.plan.fresh, described.plan.unused)}</p>}
      {described !== null && described.changes.length > 0 && <NameChanges changes={described.changes} />}
    </div>
  );
}

/** What is renamed and left out of the file. */
function NameChanges({ changes }: { readonly changes: readonly NameChange[] }) {
  const lines = changes.map((change) => nameChangeText(words.value, change));
  return (
    <ul class="hint">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function isSetAside(weights: WeightsSource): boolean {
  return weights.kind === 'none' && weights.setAside === true;
}

function AddressForm() {
  const [url, setUrl] = useState('');
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        void chooseWeights({ kind: 'url', url });
      }}
    >
      <input
        type="url"
        required
        aria-label={words.value.weightsUrl}
        placeholder="https://"
        value={url}
        onInput={({ currentTarget }) => setUrl(currentTarget.value)}
      />
      <button type="submit">{words.value.load}</button>
    </form>
  );
}

function Drawing() {
  const described = modelDescription.value;
  if (described === null) return <section class="card empty">{words.value.noEngine}</section>;
  const attending = described.blocks.filter(({ attends }) => attends);
  const share = (cost: 'attentionParameters' | 'attentionMultiplyAdds') => attending.reduce((sum, block) => sum + block[cost], 0);
  return (
    <section class="card" aria-labelledby="drawing-title">
      <h2 id="drawing-title">{words.value.drawn}</h2>
      <p class="hint">{words.value.drawnHint}</p>
      <NetworkDrawing blocks={described.blocks} onToggle={(block) => toggle(block, attending)} />
      <dl class="figures" aria-live="polite">
        <Figure term={words.value.parameters} value={described.parameters} share={share('attentionParameters')} />
        <div>
          <dt>{words.value.imageSize}</dt>
          <dd>{`${described.imageSize} × ${described.imageSize}`}</dd>
        </div>
        <Figure term={words.value.multiplyAdds} value={described.multiplyAdds} share={share('attentionMultiplyAdds')} />
      </dl>
    </section>
  );
}

function Figure({ term, value, share }: { readonly term: string; readonly value: number; readonly share: number }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {large(value)}{' '}
        <small>
          {words.value.attentionShare} {large(share)}
        </small>
      </dd>
    </div>
  );
}

function toggle({ id, attends }: ModelBlock, attending: readonly ModelBlock[]): void {
  const ids = attending.map((block) => block.id);
  chooseModel({ attentionBlocks: attends ? ids.filter((other) => other !== id) : [...ids, id] });
}
