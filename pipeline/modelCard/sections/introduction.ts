import { FIGURES, FILES } from '../../contract.ts';
import { measureCell } from '../../measureTable.ts';
import type { CardContent } from '../content.ts';
import { grouped, knownFacts } from '../known.ts';
import { code, plain } from '../markdown.ts';

/** What the models are and do, and what this looks like. */
export function introduction(content: CardContent): string {
  const { manifest, latentShape } = content;
  const [channels, height, width] = manifest.dataset.shape;
  const colour = channels === 3 ? 'colour' : 'grey';
  return [
    `# ${plain(cardTitle(content))}`,
    `An encoder (${code(FILES.encoder)}) that turns ${colour} images of ${height} × ${width} pixels into ` +
      `latents of ${latentShape.join(' × ')} numbers, and a decoder (${code(FILES.decoder)}) that turns ` +
      `latents into images. ${origin(content)}${quality(content)}`,
    'Use them to look into a latent space, to find images that are alike or that are unlike all others, ' +
      `to teach, and to begin from. ${code(FILES.viewer)} beside this file shows what follows and runs ` +
      'the models, in any browser and without a network.',
    `![Images of the test split and what the models make of them](${FIGURES.reconstructions}.png)`,
    `![The latents of training images, arranged in the plane](${FIGURES.map}.png)`,
  ].join('\n\n');
}

/** Such as `Convolutional autoencoder of MNIST`. */
export function cardTitle(content: CardContent): string {
  const { model, dataset } = knownFacts(content);
  if (model === undefined || dataset === undefined) {
    return `Encoder and decoder from elsewhere, seen on ${content.manifest.dataset.title}`;
  }
  return `${model.slice(0, 1).toUpperCase()}${model.slice(1)} of ${dataset}`;
}

/** How well test images come back. */
function quality({ metrics, manifest }: CardContent): string {
  const measure = metrics.measures.find(({ key }) => key === 'mse');
  if (!measure) return '';
  const error = measureCell(measure.values[0], measure.unit);
  return ` ${grouped(manifest.dataset.testImages)} test images come back with a mean squared error of ${error}, pixels being from 0 to 1.`;
}

function origin(content: CardContent): string {
  const { trained, manifest } = content;
  const { title, source, trainImages } = manifest.dataset;
  const images = `${grouped(trainImages)} images of ${plain(title)} (${plain(source)})`;
  if (trained) return `They were trained on ${images} by Caelum ${manifest.versions.caelum}.`;
  return `They were trained elsewhere; Caelum ${manifest.versions.caelum} has looked at them with images of ${plain(title)} (${plain(source)}).`;
}
