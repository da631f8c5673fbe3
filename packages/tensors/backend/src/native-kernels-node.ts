export { nativeKernels } from '@attune/kernels-native';
