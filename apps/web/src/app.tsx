import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { type Language, language, words } from './language/language.ts';
import { ChooseScreen } from './screens/choose-screen.tsx';
import { GatherScreen } from './screens/gather-screen.tsx';
import { TakeAwayScreen } from './screens/take-away-screen.tsx';
import { TrainScreen } from './screens/train-screen.tsx';
import { UnderstandScreen } from './screens/understand-screen.tsx';
import { type ScreenName, notice, screen, screens } from './state/project.ts';
import { type Theme, theme } from './theme.ts';

/** What is no fault goes by itself. */
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
    document.title = `${words.value.screens[name]} · Attune`;
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    notice.value = null;
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [name]);
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

/** Spoken when it changes; faults at once. */
function Notice() {
  const said = notice.value;
  useEffect(() => {
    if (said === null || said.isFault) return;
    const gone = setTimeout(() => (notice.value = null), shownMilliseconds);
    return () => clearTimeout(gone);
  }, [said]);
  return (
    <div class="notice" role={said?.isFault ? 'alert' : 'status'} data-fault={said?.isFault} hidden={said === null}>
      <span>{said?.text}</span>
      <button type="button" class="plain" aria-label={words.value.close} onClick={() => (notice.value = null)}>
        ×
      </button>
    </div>
  );
}
