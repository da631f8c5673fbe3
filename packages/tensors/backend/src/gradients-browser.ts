// tfjs-core's browser entry registers no gradient by itself.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
