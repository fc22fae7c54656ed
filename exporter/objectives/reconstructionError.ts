/** Images shall come back as they went in: the mean squared error of an autoencoder. */
import { TENSORS } from '../tensorNames.ts';
import { meanSquaredError, squaredErrorPerImage } from './meanSquaredError.ts';
import type { Objective } from './objective.ts';

export const reconstructionError: Objective = {
  stepFeeds: [],
  losses: [TENSORS.loss],
  step: (g, images, { encoder, decoder, pass }) => {
    // Both parts as one sequence: what leads from one to the other may have a form of its own.
    const { output, statistics, backward } = pass([...encoder, ...decoder], images);
    const { loss, gradient } = g.scoped('loss', () => meanSquaredError(g, output, images));
    return {
      losses: { [TENSORS.loss]: loss },
      statistics,
      backward: () => backward(g.scoped('loss/gradient', gradient)).parameters,
    };
  },
  evaluationFeeds: [],
  errors: (g, images, { encoded, decode }) => ({
    [TENSORS.squaredError]: squaredErrorPerImage(g, decode(encoded), images),
  }),
};
