import 'uplot/dist/uPlot.min.css';
import './styles.css';

import { render } from 'preact';

import { App } from './app.tsx';
import { connectEngine } from './engine/connect.ts';
import { followLanguage } from './language/language.ts';
import { keepOffline } from './offline.ts';
import { askBeforeLeaving } from './state/leaving.ts';
import { followAddress } from './state/place.ts';
import { holdProject } from './state/one-tab.ts';
import { rememberBegun } from './state/begun.ts';
import { followOtherTab } from './state/other-tab.ts';
import { takePastes } from './state/take-paste.ts';
import { openKeptProject } from './state/open-project.ts';
import { engine } from './state/project.ts';
import { reload, tellEveryFault, tellFault } from './state/tell-fault.ts';
import { takeEveryDrop } from './state/take-drop.ts';
import { followTheme } from './theme.ts';

tellEveryFault();
followAddress();
followTheme();
followLanguage();
takeEveryDrop();
askBeforeLeaving();
render(<App />, document.querySelector('#page')!);
followOtherTab();
rememberBegun();
takePastes();
await keepOffline();
await holdProject();
const hub = document.querySelector<HTMLMetaElement>('meta[name="attune-hub"]')?.content;
const worker = new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module', name: 'attune' });
worker.addEventListener('error', ({ message }) => tellFault(message, reload()));
engine.value = await connectEngine(worker, hub);
await openKeptProject();
