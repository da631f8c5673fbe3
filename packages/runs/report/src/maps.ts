export { drawOver, gateScale, hardlyActs, pictureOf, scaleOf } from './draw-map.ts';
export type { Scale } from './draw-map.ts';
