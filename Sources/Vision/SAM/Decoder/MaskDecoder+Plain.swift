extension MaskDecoder {
  /// The masks of one prompt, computed in the reference's order of operations: every projection of
  /// the image is made for every prompt. What the folded decoder is tested against.
  ///
  /// - Parameters:
  ///   - image: `[entries, channels]`, the embedding plus what the mask prompt, or its absence, adds.
  ///   - positions: `[entries, channels]`.
  ///   - prompt: `[tokens, channels]`.
  package func predictPlainly(
    image: [Float], positions: [Float], grid: Int, prompt: [Float], output: MaskOutput
  ) -> MaskPrediction {
    var image = image
    let tokenPositions = outputTokens + prompt
    var tokens = tokenPositions
    for block in blocks {
      tokens = block.attendToTokens(tokens, positions: tokenPositions)
      let found = block.tokensToImage(
        queries: sum(tokens, tokenPositions), keys: sum(image, positions), values: image)
      tokens = block.digest(tokens, found: found)
      let change = block.imageToTokens(
        queries: sum(image, positions), keys: sum(tokens, tokenPositions), values: tokens)
      image = block.norm4(sum(image, change))
    }
    let found = finalAttention(
      queries: sum(tokens, tokenPositions), keys: sum(image, positions), values: image)
    tokens = finalNorm(sum(tokens, found))

    let masks = output.tokens(of: configuration)
    return MaskPrediction(
      predictedIoU: Array(predictedIoU(token(0, of: tokens))[masks]),
      logits: logits(of: Array(masks), image: image, grid: grid, tokens: tokens))
  }

  func token(_ index: Int, of tokens: [Float]) -> [Float] {
    let channels = configuration.channels
    return Array(tokens[index * channels..<(index + 1) * channels])
  }

  private func logits(of masks: [Int], image: [Float], grid: Int, tokens: [Float]) -> Tensor {
    let upscaled = upscaling(image.span, entries: grid * grid)
    let side = 4 * grid
    var logits = Tensor(shape: [masks.count, side, side])
    for (mask, index) in masks.enumerated() {
      let weights = hypernetworks[index](token(1 + index, of: tokens))
      for entry in 0..<grid * grid {
        for pixel in 0..<16 {
          let place = MaskUpscaling.place(pixel)
          let x = entry % grid * 4 + place.x
          let y = entry / grid * 4 + place.y
          var logit: Float = 0
          for channel in weights.indices {
            logit += weights[channel] * upscaled[(entry * 16 + pixel) * weights.count + channel]
          }
          logits.values[(mask * side + y) * side + x] = logit
        }
      }
    }
    return logits
  }
}
