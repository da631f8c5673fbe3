import { AdvancedDrawer } from '../advanced/advanced-drawer.tsx';
import { words } from '../language/language.ts';
import { PhotosColumn } from '../photos/photos-column.tsx';
import { begun } from '../state/begun.ts';
import { place } from '../state/place.ts';
import { TrainColumn } from '../train/train-column.tsx';
import { TryColumn } from '../try/try-column.tsx';
import { FirstSight } from './first-sight.tsx';

/** Photos, training and trying side by side; one below the other where there is no room. */
export function Workbench() {
  return (
    <>
      {begun.value ? <h1 class="spoken">{words.value.promise}</h1> : <FirstSight />}
      <div class="bench">
        <PhotosColumn />
        <TrainColumn />
        <TryColumn />
      </div>
      {place.value === 'model' && <AdvancedDrawer />}
    </>
  );
}
