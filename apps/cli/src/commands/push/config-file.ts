import type { Calibration, Run } from '@attune/run';

/** What `config.json` of a repository holds: what timm reads of the images and classes, and under
 * `attune` what rebuilds the network; class centres stay in the weights' own card. */
export function configOf({ config: { model, classes, preprocessing } }: Run, calibration: Calibration | undefined): object {
  const { imageSize, resizeSize, interpolation, mean, std } = preprocessing;
  return {
    library_name: 'attune',
    architecture: model.architecture,
    num_classes: classes.length,
    label_names: classes,
    pretrained_cfg: {
      input_size: [mean.length, imageSize, imageSize],
      crop_pct: imageSize / resizeSize,
      interpolation,
      mean,
      std,
      num_classes: classes.length,
    },
    attune: { model, preprocessing, ...(calibration === undefined ? {} : { calibration: numbersOf(calibration) }) },
  };
}

function numbersOf({ temperature, leastEnergy }: Calibration): object {
  return { temperature, leastEnergy };
}
