// tfjs-core's Node entry registers no gradient. These register in the registry that every copy of
// tfjs-core shares.
import '#tfjs-gradients';
