export { vgg11, vgg13, vgg16, vgg19, vgg11_bn, vgg13_bn, vgg16_bn, vgg19_bn, vggArchitectures, vggs } from './models.ts';
export { Vgg } from './vgg.ts';
export type { VggConfig, VggDesign } from './config.ts';
export { VggConfigError } from './config-error.ts';
export type { VggConfigFault } from './config-error.ts';
