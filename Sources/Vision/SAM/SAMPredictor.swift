/// Asks a model about pictures: each is embedded once, then prompts are cheap.
///
/// The same picture and prompt give the same numbers whatever the number of workers.
public struct SAMPredictor: Sendable {
  public let model: SAM
  /// The threads that the work on one picture is spread over.
  public let workers: Workers

  public init(_ model: SAM, workers: Workers = .one) {
    (self.model, self.workers) = (model, workers)
  }

  /// A picture as the encoder sees it, and what prompts without a mask share.
  public struct Embedding: Sendable {
    public let image: ImageEmbedding
    let prepared: PreparedImage
  }

  /// Runs the image encoder.
  public func embedding(of picture: FramedImage) -> Embedding {
    embedding(model.encoder.embedding(of: picture.pixels, workers: workers))
  }

  /// An embedding that was computed before, made ready for prompts.
  public func embedding(_ image: ImageEmbedding) -> Embedding {
    Embedding(
      image: image,
      prepared: model.decoder.prepare(
        model.prompts.image(image.values, for: Prompt()), workers: workers))
  }

  /// The masks of one prompt: predicted IoUs, and logits `[masks, side, side]` of a quarter of the
  /// frame's side. `multimask` asks for whole, part and subpart, else for the one mask that suits a
  /// prompt without ambiguity.
  public func predict(
    _ prompt: Prompt, in embedding: Embedding, multimask: Bool
  ) -> (predictedIoU: [Float], logits: Tensor) {
    let prepared =
      prompt.mask == nil
      ? embedding.prepared
      : model.decoder.prepare(
        model.prompts.image(embedding.image.values, for: prompt), workers: workers)
    var changed = [model.decoder.blankImage]
    let decoded = model.decoder.decode(
      [model.prompts.tokens(for: prompt)], on: prepared,
      output: multimask ? .multiple : .single, changed: &changed)[0]
    let side = model.format.logitsSide
    let masks = Array(decoded.predictedIoU.indices)
    let logits = model.decoder.logits(
      of: masks, decoded, changed: changed[0], rows: side, columns: side)
    return (decoded.predictedIoU, Tensor(logits, shape: [masks.count, side, side]))
  }
}

extension SAMPredictor: MaskPredicting {
  public var format: FrameFormat { model.format }

  /// Prompts that are decoded together: more would push each other's images out of the last cache.
  private static var together: Int { 2 }

  public func predictMasks(
    at points: [SIMD2<Double>], in embedding: Embedding, frame: ImageFrame,
    above predictedIoU: Float?,
    receive: @Sendable (_ mask: PredictedMask, _ logits: Span<Float>) -> Void
  ) throws {
    // Each thread takes several groups, so that its buffers are made once for all of them.
    let batch = 8 * Self.together
    let starts = Array(stride(from: 0, to: points.count, by: batch))
    _ = try workers.map(starts.count) { index in
      var changed = (0..<Self.together).map { _ in model.decoder.blankImage }
      let end = min(starts[index] + batch, points.count)
      for first in stride(from: starts[index], to: end, by: Self.together) {
        try Task.checkCancellation()
        let prompts = first..<min(first + Self.together, end)
        let decoded = model.decoder.decode(
          prompts.map { model.prompts.tokens(for: Prompt(points: [Prompt.Point(points[$0])])) },
          on: embedding.prepared, output: .multiple, changed: &changed)
        for (position, prompt) in prompts.enumerated() {
          draw(
            decoded[position], of: prompt, changed: changed[position], frame: frame,
            above: predictedIoU, receive: receive)
        }
      }
    }
  }

  /// Hands the logits of a prompt's wanted masks to `receive`.
  private func draw(
    _ decoded: DecodedPrompt, of prompt: Int, changed: [Float], frame: ImageFrame,
    above predictedIoU: Float?,
    receive: (_ mask: PredictedMask, _ logits: Span<Float>) -> Void
  ) {
    let floor = predictedIoU ?? -.infinity
    let wanted = decoded.predictedIoU.indices.filter { decoded.predictedIoU[$0] > floor }
    guard !wanted.isEmpty else { return }
    let (rows, columns) = (frame.logitsRows, frame.logitsColumns)
    let logits = model.decoder.logits(
      of: wanted, decoded, changed: changed, rows: rows, columns: columns)
    for (position, level) in wanted.enumerated() {
      let mask = PredictedMask(
        prompt: prompt, level: level, predictedIoU: decoded.predictedIoU[level],
        rowStride: columns)
      let start = position * rows * columns
      receive(mask, logits.span.extracting(start..<start + rows * columns))
    }
  }
}
