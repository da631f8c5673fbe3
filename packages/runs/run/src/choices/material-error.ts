import { AttuneError, type ConfigFault, describeConfigFaults } from '@attune/errors';

/** What a run is to be made of, with something left out. */
export class RunMaterialError extends AttuneError {
  static override readonly code = 'ATTUNE_RUN_MATERIAL';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(describeConfigFaults('The run', faults));
    this.name = 'RunMaterialError';
    this.faults = faults;
  }
}

/** For JavaScript, where no compiler asks for what is left out.
 *
 * @throws {RunMaterialError} naming all of it. */
export function requireMaterial({ checkpoint, openImages }: { readonly checkpoint?: unknown; readonly openImages?: unknown }): void {
  const faults: ConfigFault[] = [];
  if (typeof checkpoint !== 'object') faults.push({ option: 'checkpoint', value: checkpoint, rule: 'weights under our names, or null for none' });
  if (typeof openImages !== 'function')
    faults.push({ option: 'openImages', value: openImages, rule: 'a function that opens the images, such as (images) => imageFolder(PATH, images)' });
  if (faults.length > 0) throw new RunMaterialError(faults);
}
