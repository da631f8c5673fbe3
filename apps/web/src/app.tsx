import { useEffect, useRef } from 'preact/hooks';

import { words } from './language/language.ts';
import { Panel } from './shell/panel.tsx';
import { wholePercent } from './parts/format.ts';
import { Elsewhere } from './shell/elsewhere.tsx';
import { Header } from './shell/header.tsx';
import { Notice } from './shell/notice.tsx';
import { OpenDialog } from './shell/open-dialog.tsx';
import { changing } from './state/changing.ts';
import { elsewhere } from './state/one-tab.ts';
import { place } from './state/place.ts';
import { notice } from './state/project.ts';
import { live } from './state/training.ts';
import { Workbench } from './workbench/workbench.tsx';

/** The page: a header, and the workbench or one of its panels. */
export function App() {
  useTitle();
  useArrival();
  if (elsewhere.value) return <Elsewhere />;
  const panel = place.value === 'explore' || place.value === 'export' ? place.value : null;
  return (
    <>
      <a class="skip" href="#content" onClick={(event) => skip(event)}>
        {words.value.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1} aria-busy={changing.value}>
        {panel === null ? <Workbench /> : <Panel name={panel} />}
      </main>
      <Notice />
      <OpenDialog />
    </>
  );
}

/** The address names the place, so it cannot name the content. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

function useTitle(): void {
  const overall = live.value?.overall ?? null;
  const title = `${overall === null ? '' : `${wholePercent(overall)} · `}${words.value.places[place.value]} · Attune`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Whoever goes somewhere finds its heading in sight, and focused. */
function useArrival(): void {
  const name = place.value;
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    notice.value = null;
    const heading = document.querySelector<HTMLElement>(`[data-place="${name}"]`);
    heading?.focus({ preventScroll: true });
    if (name === 'explore' || name === 'export') scrollTo({ top: 0 });
    else heading?.scrollIntoView({ block: 'start' });
  }, [name]);
}
