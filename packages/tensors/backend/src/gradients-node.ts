// tfjs-core's Node entry registers no gradient. tfjs-layers registers them all, in the registry
// that every copy of tfjs-core shares.
import '@tensorflow/tfjs-layers';
