export {
  Module,
  buffer,
  countScalars,
  disposeModule,
  evaluation,
  namedModules,
  namedParameters,
  namedVariables,
  parameter,
  sequence,
  stateDict,
} from './module.ts';
export type { AnyModule, ForwardContext } from './module.ts';
export { Network, parametersInForwardOrder, runSegments, segmentVariables } from './network.ts';
export type { Segment } from './network.ts';
export { StateDictError, loadStateDict } from './state-dict.ts';
