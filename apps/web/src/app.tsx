import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { type Language, language, words } from './language/language.ts';
import { wholePercent } from './parts/format.ts';
import { OpenDialog } from './parts/open-dialog.tsx';
import { ChooseScreen } from './screens/choose-screen.tsx';
import { GatherScreen } from './screens/gather-screen.tsx';
import { TakeAwayScreen } from './screens/take-away-screen.tsx';
import { TrainScreen } from './screens/train-screen.tsx';
import { UnderstandScreen } from './screens/understand-screen.tsx';
import { type ScreenName, notice, screen, screens } from './state/project.ts';
import { elsewhere, takeProject } from './state/one-tab.ts';
import { live } from './state/training.ts';
import { closeNotice, undo } from './state/undo.ts';
import { type Theme, theme } from './theme.ts';

/** A message that is not a fault disappears by itself. */
const shownMilliseconds = 8000;

const content: Readonly<Record<ScreenName, () => ComponentChildren>> = {
  gather: () => <GatherScreen />,
  choose: () => <ChooseScreen />,
  train: () => <TrainScreen />,
  understand: () => <UnderstandScreen />,
  'take-away': () => <TakeAwayScreen />,
};

/** The page: a header with the five steps, the open one below. */
export function App() {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = screen.value;
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    notice.value = null;
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [name]);
  const overall = live.value?.overall ?? null;
  useEffect(() => {
    document.title = `${overall === null ? '' : `${wholePercent(overall)} · `}${words.value.screens[name]} · Attune`;
  }, [name, overall === null ? null : wholePercent(overall), words.value]);
  if (elsewhere.value) return <Elsewhere />;
  return (
    <>
      <a class="skip" href="#content">
        {words.value.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <h1 ref={heading} tabIndex={-1}>
          {words.value.screens[name]}
        </h1>
        <p class="lead">{words.value.leads[name]}</p>
        {content[name]()}
      </main>
      <Notice />
      <OpenDialog />
    </>
  );
}

function Header() {
  return (
    <header class="top">
      <div class="brand">
        <img src="./icon.svg" alt="" width="28" height="28" />
        <span>Attune</span>
      </div>
      <nav aria-label={words.value.steps} class="steps">
        <ol>
          {screens.map((name, index) => (
            <li key={name}>
              <button type="button" aria-current={screen.value === name ? 'step' : undefined} onClick={() => (screen.value = name)}>
                <span class="number" aria-hidden="true">
                  {index + 1}
                </span>
                <span>{words.value.screens[name]}</span>
                {name === 'train' && typeof live.value?.overall === 'number' && <small>{wholePercent(live.value.overall)}</small>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <div class="settings">
        <select aria-label={words.value.theme} value={theme.value} onChange={({ currentTarget }) => (theme.value = currentTarget.value as Theme)}>
          {Object.entries(words.value.themes).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <select aria-label={words.value.language} value={language.value} onChange={({ currentTarget }) => (language.value = currentTarget.value as Language)}>
          <option value="en">English</option>
          <option value="zh-CN">简体中文</option>
        </select>
      </div>
    </header>
  );
}

/** In place of the page while another tab has the project. */
function Elsewhere() {
  return (
    <main>
      <section class="card">
        <h1>{words.value.elsewhere}</h1>
        <p>{words.value.elsewhereHint}</p>
        <button type="button" class="primary" onClick={takeProject}>
          {words.value.useThisTab}
        </button>
      </section>
    </main>
  );
}

/** Spoken when it changes; faults at once. */
function Notice() {
  const said = notice.value;
  useEffect(() => {
    if (said === null || said.isFault || said.canUndo === true) return;
    const gone = setTimeout(() => (notice.value = null), shownMilliseconds);
    return () => clearTimeout(gone);
  }, [said]);
  return (
    <div class="notice" role={said?.isFault ? 'alert' : 'status'} data-fault={said?.isFault} hidden={said === null}>
      <span>{said?.text}</span>
      {said?.canUndo === true && (
        <button type="button" onClick={() => void undo()}>
          {words.value.undo}
        </button>
      )}
      <button type="button" class="plain" aria-label={words.value.close} onClick={closeNotice}>
        ×
      </button>
    </div>
  );
}
