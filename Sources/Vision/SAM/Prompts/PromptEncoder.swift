/// Turns prompts into tokens for the mask decoder, and a coarse mask into a change of the image.
///
/// Source: segment-anything 1.0, `PromptEncoder`.
package struct PromptEncoder: Sendable {
  let position: PositionEncoding
  private let frameSide: Int
  /// Background point, foreground point, top left and bottom right corner of a box.
  private let kinds: [[Float]]
  private let padding: [Float]
  /// What every entry of the embedding gets where no mask is given, `channels` numbers.
  let withoutMask: [Float]
  private let masks: MaskPromptEncoder

  package init(
    _ configuration: SAMConfiguration, weights: WeightScope
  ) throws(CheckpointError) {
    let channels = configuration.decoder.channels
    frameSide = configuration.frameSide
    position = try PositionEncoding(weights["pe_layer"], channels: channels)
    var kinds: [[Float]] = []
    for index in 0..<4 {
      kinds.append(
        try weights["point_embeddings"][index].tensor("weight", shape: [1, channels]).values)
    }
    self.kinds = kinds
    padding = try weights["not_a_point_embed"].tensor("weight", shape: [1, channels]).values
    withoutMask = try weights["no_mask_embed"].tensor("weight", shape: [1, channels]).values
    masks = try MaskPromptEncoder(configuration, weights: weights["mask_downscaling"])
  }

  /// The tokens of a prompt's points and box, `[tokens, channels]`. Points without a box are
  /// followed by one that stands for none.
  package func tokens(for prompt: Prompt) -> [Float] {
    var tokens: [Float] = []
    for point in prompt.points {
      tokens += token(at: point.position, kind: kinds[point.isForeground ? 1 : 0])
    }
    if let box = prompt.box {
      tokens += token(at: box.lowHalf, kind: kinds[2])
      tokens += token(at: box.highHalf, kind: kinds[3])
    } else if !prompt.points.isEmpty {
      tokens += padding
    }
    return tokens
  }

  /// `[grid · grid, channels]`: the positions of the embedding's entries.
  package func positions(grid: Int) -> [Float] { position.map(grid: grid) }

  /// What a mask prompt adds to the embedding, `[grid · grid, channels]`.
  package func change(by mask: Tensor) -> [Float] { masks(mask) }

  /// An embedding's values plus what the prompt's mask, or its absence, adds to them.
  package func image(_ embedding: [Float], for prompt: Prompt) -> [Float] {
    if let mask = prompt.mask { return sum(embedding, change(by: mask)) }
    var image = embedding
    for index in image.indices { image[index] += withoutMask[index % withoutMask.count] }
    return image
  }

  private func token(at position: SIMD2<Double>, kind: [Float]) -> [Float] {
    let relative = (position + 0.5) / Double(frameSide)
    let encoded = self.position(SIMD2(Float(relative.x), Float(relative.y)))
    return zip(encoded, kind).map { $0 + $1 }
  }
}
