/** A picture of the page and what is written under it. */
export interface Figure {
  /** Address, relative to the page. */
  readonly file: string;
  readonly title: string;
  readonly caption: string;
}

export interface ExplainedImage {
  readonly path: string;
  /** Such as `bees 97.1 %`, most probable first. */
  readonly classes: readonly string[];
  readonly figures: readonly Figure[];
  /** Channel gates of each block, in words. */
  readonly gates: readonly string[];
}

/** One page with every image and its maps; it loads nothing but the pictures beside it. */
export function explanationPage(run: string, images: readonly ExplainedImage[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What ${escape(run)} looks at</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 76rem; margin: 0 auto; padding: 1.5rem }
section { margin: 2.5rem 0 }
h2 { overflow-wrap: anywhere }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem }
figure { margin: 0 }
img { width: 100%; height: auto; border-radius: .4rem }
figcaption { font-size: .85rem; overflow-wrap: anywhere }
.scale { height: .5rem; border-radius: .25rem; background: linear-gradient(90deg, #440154, #3b528b, #21918c, #5ec962, #fde725) }
.ends { display: flex; justify-content: space-between; font-variant-numeric: tabular-nums }
</style>
<main>
<h1>What ${escape(run)} looks at</h1>
<p>Yellow is much, violet is little. An attention gate of 1 passes on what comes in, above it is strengthened, below it is weakened. Grad-CAM shows what speaks for the class.</p>
${images.map(section).join('\n')}
</main>
</html>
`;
}

function section({ path, classes, figures, gates }: ExplainedImage): string {
  const details =
    gates.length === 0 ? '' : `\n<details><summary>Channel gates</summary><ul>${gates.map((line) => `<li>${escape(line)}</li>`).join('')}</ul></details>`;
  return `<section>
<h2>${escape(path)}</h2>
<p>${classes.map(escape).join(' · ')}</p>
<div class="maps">
${figures.map(figure).join('\n')}
</div>${details}
</section>`;
}

function figure({ file, title, caption }: Figure): string {
  const [from, to] = caption.split(' … ');
  const scale = to === undefined ? '' : `<div class="scale"></div><div class="ends"><span>${escape(from!)}</span><span>${escape(to)}</span></div>`;
  return `<figure><img src="${escape(encodeURI(file))}" alt="${escape(title)}" loading="lazy"><figcaption>${escape(title)}${scale}</figcaption></figure>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
