// The bench is built from its own sources alone, and tests of one app may not import another's.
export { type Answer, LoopbackServer } from '../../apps/bench/src/loopback-server.ts';
