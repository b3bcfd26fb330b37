/// The mask decoder with the projections of the image folded into the tokens: the same numbers for a
/// fifth of the work. The article on the decoder's algebra derives it.
///
/// A prompt has about seven tokens and the image 4096 entries, so every product of all entries with
/// a weight is replaced by products of the tokens with that weight:
/// - a score q·(W·x + b) is (Wᵀq)·x, up to a term that all entries share and the softmax drops;
/// - a mean of W·x + b is W·(mean of x) + b;
/// - a softmax over tokens needs only the differences of their scores to the first one's.
///
/// What is left are two passes over the image, a tile at a time.
package struct FoldedDecoder: Sendable {
  package let decoder: MaskDecoder
  /// Entries of the embedding along one side.
  let grid: Int
  /// `[entries, channels]`.
  let positions: [Float]
  let precision: Precision

  /// The kernels' softmax over tokens knows eight heads, as every published decoder has.
  static let heads = 8

  /// `[entries, channels]` for `decode` to write to.
  package var blankImage: [Float] {
    [Float](repeating: 0, count: grid * grid * decoder.configuration.channels)
  }

  /// `precision` is that of the products with the image.
  package init(
    _ decoder: MaskDecoder, grid: Int, positions: [Float], precision: Precision = .f32
  ) {
    precondition(
      decoder.configuration.heads == Self.heads
        && decoder.configuration.channels.isMultiple(of: 16)
        && (precision == .f32 || grid.isMultiple(of: 2)),
      "FoldedDecoder: \(decoder.configuration), grid \(grid)")
    (self.decoder, self.grid, self.positions) = (decoder, grid, positions)
    self.precision = precision
  }

  /// What all prompts on `image`, `[entries, channels]`, share.
  package func prepare(_ image: [Float], workers: Workers) -> PreparedImage {
    PreparedImage(image, positions: positions, block: decoder.blocks[0], workers: workers)
  }

  /// What prompts, each `[tokens, channels]` and all of one length, find out. Masks are drawn later,
  /// where they are wanted, from `changed`: for each prompt `[entries, channels]`, the image as it
  /// has changed it.
  ///
  /// Together prompts are faster than one by one, since they read weights and image once; the
  /// numbers are the same.
  package func decode(
    _ prompts: [[Float]], on image: PreparedImage, output: MaskOutput, changed: inout [[Float]]
  ) -> [DecodedPrompt] {
    precondition(
      changed.count >= prompts.count && prompts.allSatisfy { $0.count == prompts[0].count },
      "FoldedDecoder: \(prompts.map(\.count)) numbers of prompts, \(changed.count) images")
    let places = prompts.flatMap { decoder.outputTokens + $0 }
    let blocks = decoder.blocks
    var tokens = blocks[0].attendToTokens(places, positions: places, prompts: prompts.count)
    let first = blocks[0].tokensToImage
    tokens = blocks[0].digest(
      tokens, found: attend(first, to: image, queries: first.query(sum(tokens, places))))

    let wanted = output.tokens(of: decoder.configuration)
    for (index, block) in blocks.enumerated() {
      let changes = zip(parts(tokens, prompts.count), parts(places, prompts.count)).map {
        ImageChange(block, tokens: $0, positions: $1)
      }
      let isLast = index + 1 == blocks.count
      var askers = places
      if isLast {
        // Nobody reads the prompt's own tokens after this, nor those of masks not asked for.
        let read = [0] + wanted.map { $0 + 1 }
        tokens = rows(read, ofEach: prompts.count, in: tokens)
        askers = rows(read, ofEach: prompts.count, in: places)
      } else {
        tokens = blocks[index + 1].attendToTokens(
          tokens, positions: places, prompts: prompts.count)
      }
      let layer = isLast ? decoder.finalAttention : blocks[index + 1].tokensToImage
      let questions = parts(sum(tokens, askers), prompts.count).map {
        ImageQuestion(layer, tokens: $0)
      }
      var rounds = zip(changes, questions).map { ImageRound(change: $0, question: $1) }
      pass(from: index == 0 ? image : nil, changing: &changed, by: &rounds)
      let found = rounds.flatMap(\.answer)
      tokens =
        isLast
        ? decoder.finalNorm(sum(tokens, found)) : blocks[index + 1].digest(tokens, found: found)
    }
    return parts(tokens, prompts.count).map { tokens in
      let predictedIoU = decoder.predictedIoU(rows([0], ofEach: 1, in: tokens))
      return DecodedPrompt(
        predictedIoU: Array(predictedIoU[wanted]), masks: wanted,
        tokens: rows(Array(1...wanted.count), ofEach: 1, in: tokens))
    }
  }

  private func pass(
    from prepared: PreparedImage?, changing images: inout [[Float]],
    by rounds: inout [ImageRound]
  ) {
    switch precision {
    case .f32: exactPass(from: prepared, changing: &images, by: &rounds)
    case .bf16: roundedPass(from: prepared, changing: &images, by: &rounds)
    }
  }

  /// `values` in `count` parts of one length.
  private func parts(_ values: [Float], _ count: Int) -> [[Float]] {
    let length = values.count / count
    return (0..<count).map { Array(values[$0 * length..<($0 + 1) * length]) }
  }

  /// Some rows of each of `count` matrices of tokens that are one below the other.
  private func rows(_ indices: [Int], ofEach count: Int, in tokens: [Float]) -> [Float] {
    let channels = decoder.configuration.channels
    return parts(tokens, count).flatMap { tokens in
      indices.flatMap { tokens[$0 * channels..<($0 + 1) * channels] }
    }
  }

  /// The first attention of tokens to the image, whose keys and values are ready.
  private func attend(
    _ layer: AttentionLayer, to image: PreparedImage, queries: [Float]
  ) -> [Float] {
    let tokens = queries.count / layer.width
    let scaled = queries.map { $0 * layer.scale }
    let row = padded(image.entries)
    let columns = padded(layer.headWidth)
    var mixed = [Float](repeating: 0, count: tokens * layer.width)
    var scoreValues = [Float](repeating: 0, count: tokens * row)
    var sumValues = [Float](repeating: 0, count: tokens)
    var headValues = [Float](repeating: 0, count: tokens * columns)
    var scores = scoreValues.mutableSpan
    var sums = sumValues.mutableSpan
    var output = headValues.mutableSpan
    for head in 0..<layer.heads {
      let first = head * layer.headWidth
      let query = scaled.span.extracting(first..<scaled.count)
      for tile in PreparedImage.tiles(of: image.entries) {
        let width = padded(tile.count)
        let start = tile.lowerBound * layer.width + first * width
        let keys = image.keys.span.extracting(start..<start + layer.headWidth * width)
        scores.withSlice(tile.lowerBound..<scores.count) {
          multiply(
            rows: tokens, columns: width, terms: layer.headWidth, query,
            MatrixLayout(row: layer.width), keys, bRow: width, into: &$0, cRow: row)
        }
      }
      RowKernels.exponentiate(
        &scores, rows: tokens, columns: image.entries, row: row, sums: &sums)
      let start = head * image.entries * columns
      multiply(
        rows: tokens, columns: columns, terms: image.entries, scores.span,
        MatrixLayout(row: row),
        image.values.span.extracting(start..<start + image.entries * columns), bRow: columns,
        into: &output, cRow: columns)
      for token in 0..<tokens {
        for channel in 0..<layer.headWidth {
          mixed[token * layer.width + first + channel] =
            output[token * columns + channel] / sums[token]
        }
      }
    }
    return layer.output(mixed)
  }
}

/// What the decoder has found out about a prompt before any mask is drawn.
package struct DecodedPrompt: Sendable {
  /// One for each mask asked for.
  package let predictedIoU: [Float]
  /// Indices of these masks among the decoder's.
  let masks: Range<Int>
  /// `[masks, channels]`: their tokens.
  let tokens: [Float]
}
