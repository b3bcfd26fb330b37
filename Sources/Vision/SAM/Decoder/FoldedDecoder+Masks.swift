extension FoldedDecoder {
  /// The logits of some of a prompt's masks, `[masks, rows, columns]` dense, from the image as
  /// `decode` changed it.
  ///
  /// - Parameters:
  ///   - masks: indices into the prompt's masks.
  ///   - rows: how many rows of logits are wanted, from the top; the rest is padding.
  ///   - columns: likewise, from the left.
  package func logits(
    of masks: [Int], _ prompt: DecodedPrompt, changed: [Float], rows: Int, columns: Int
  ) -> [Float] {
    let channels = decoder.configuration.channels
    let weights = maskWeights(masks, prompt)
    let (entryRows, entryColumns) = ((rows + 3) / 4, (columns + 3) / 4)
    let width = padded(masks.count)
    var logits = [Float](repeating: 0, count: masks.count * rows * columns)
    var products = [Float](repeating: 0, count: entryColumns * 16 * width)
    for y in 0..<entryRows {
      let start = y * grid * channels
      let upscaled = decoder.upscaling(
        changed.span.extracting(start..<start + entryColumns * channels),
        entries: entryColumns)
      var output = products.mutableSpan
      multiply(
        rows: entryColumns * 16, columns: width, terms: decoder.upscaling.channels,
        upscaled.span, MatrixLayout(row: decoder.upscaling.channels), weights.span, bRow: width,
        into: &output, cRow: width)
      for entry in 0..<entryColumns {
        for pixel in 0..<16 {
          let place = MaskUpscaling.place(pixel)
          let (column, row) = (entry * 4 + place.x, y * 4 + place.y)
          guard column < columns, row < rows else { continue }
          for mask in 0..<masks.count {
            logits[(mask * rows + row) * columns + column] =
              output[(entry * 16 + pixel) * width + mask]
          }
        }
      }
    }
    return logits
  }

  /// `[channels of a pixel, masks up to a multiple of 16]`.
  private func maskWeights(_ masks: [Int], _ prompt: DecodedPrompt) -> [Float] {
    let channels = decoder.configuration.channels
    let weights = masks.flatMap { mask in
      decoder.hypernetworks[prompt.masks.lowerBound + mask](
        Array(prompt.tokens[mask * channels..<(mask + 1) * channels]))
    }
    return transposed(
      weights, rows: masks.count, columns: decoder.upscaling.channels,
      padded: padded(masks.count))
  }
}
