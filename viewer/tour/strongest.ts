/**
 * Channels by the sum of the squares of their values, the strongest first.
 *
 * @param latent flat, channel after channel
 */
export function strongestChannels(latent: Float32Array, channels: number): number[] {
  const size = latent.length / channels;
  const strengths = Array.from({ length: channels }, (_, channel) =>
    latent
      .subarray(channel * size, (channel + 1) * size)
      .reduce((sum, value) => sum + value ** 2, 0),
  );
  return [...strengths.keys()].sort((a, b) => strengths[b] - strengths[a]);
}
