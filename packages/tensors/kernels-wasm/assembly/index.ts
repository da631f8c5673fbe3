export { runAlone, runShared, serve } from './pool';
