import Testing
import Vision

@Suite("SAM's prompt encoder and mask decoder, against segment-anything")
struct MaskDecoderTests {
  private static let prompts = ["point", "points", "box", "box_points", "mask"]

  private let golden: SAMGolden
  private let weights: WeightReader
  private let encoder: PromptEncoder
  private let decoder: MaskDecoder
  private let positions: [Float]
  private let image: [Float]
  private let grid = TinySAM.configuration.grid

  init() throws {
    golden = try SAMGolden("sam-tiny")
    weights = golden.weights
    encoder = try PromptEncoder(
      TinySAM.configuration, weights: weights.scope("prompt_encoder"))
    decoder = try MaskDecoder(
      TinySAM.configuration.decoder, weights: weights.scope("mask_decoder"), precision: .f32)
    positions = encoder.positions(grid: grid)
    image = try golden.channelsLast("encoder.neck.3")
  }

  @Test("every weight of the prompt encoder and the mask decoder is used")
  func usesAllWeights() throws {
    try weights.finish(ignoring: ["image_encoder"])
  }

  @Test("the positions of the embedding's entries agree")
  func positionsAgree() throws {
    expectClose(positions, try golden.channelsLast("dense_pe"), within: 1e-5, "positions")
  }

  @Test("prompts become the same tokens", arguments: prompts)
  func tokensAgree(name: String) throws {
    let tokens = try golden.prompts(name).flatMap { encoder.tokens(for: $0) }
    expectClose(tokens, try golden["\(name).sparse"].values, within: 1e-5, name)
  }

  @Test("a mask prompt changes the embedding as it does there")
  func maskPromptsAgree() throws {
    let mask = try #require(try golden.prompts("mask").first?.mask)
    let expected = transposed(try golden["mask.dense"].values, rows: 32, columns: 100)
    expectClose(encoder.change(by: mask), expected, within: 1e-5, "mask prompt")
  }

  @Test("the plain decoder gives the same logits and IoUs", arguments: prompts)
  func plainDecoderAgrees(name: String) throws {
    for (index, prompt) in try golden.prompts(name).enumerated() {
      for output in [MaskOutput.single, .multiple] {
        let prediction = decoder.predictPlainly(
          image: embedding(prompt), positions: positions, grid: grid,
          prompt: encoder.tokens(for: prompt), output: output)
        try expectGolden(name, index, output, prediction.predictedIoU, prediction.logits.values)
      }
    }
  }

  @Test("the folded decoder gives the same logits and IoUs", arguments: prompts)
  func foldedDecoderAgrees(name: String) throws {
    let folded = FoldedDecoder(decoder, grid: grid, positions: positions)
    for (index, prompt) in try golden.prompts(name).enumerated() {
      let prepared = folded.prepare(embedding(prompt), workers: Workers(2))
      for output in [MaskOutput.single, .multiple] {
        var changed = [folded.blankImage]
        let decoded = folded.decode(
          [encoder.tokens(for: prompt)], on: prepared, output: output, changed: &changed)[0]
        let logits = folded.logits(
          of: Array(decoded.predictedIoU.indices), decoded, changed: changed[0], rows: 4 * grid,
          columns: 4 * grid)
        try expectGolden(name, index, output, decoded.predictedIoU, logits)
      }
    }
  }

  @Test("prompts decoded together come out as one by one", arguments: Precision.allCases)
  func together(precision: Precision) throws {
    let folded = FoldedDecoder(decoder, grid: grid, positions: positions, precision: precision)
    let points: [SIMD2<Double>] = [[3, 5], [80, 41], [159, 107], [20, 90], [77, 77]]
    let prompts = points.map { encoder.tokens(for: Prompt(points: [Prompt.Point($0)])) }
    let prepared = folded.prepare(embedding(Prompt()), workers: .one)
    var changed = prompts.map { _ in folded.blankImage }
    let all = folded.decode(prompts, on: prepared, output: .multiple, changed: &changed)
    for (index, prompt) in prompts.enumerated() {
      var alone = [folded.blankImage]
      let decoded = folded.decode([prompt], on: prepared, output: .multiple, changed: &alone)[0]
      #expect(decoded.predictedIoU == all[index].predictedIoU)
      #expect(alone[0] == changed[index])
    }
  }

  @Test("in bf16 masks stay where they are, nearly")
  func roundedDecoder() throws {
    let exact = FoldedDecoder(decoder, grid: grid, positions: positions)
    let rounded = FoldedDecoder(decoder, grid: grid, positions: positions, precision: .bf16)
    let prompt = encoder.tokens(for: try #require(try golden.prompts("points").first))
    let results = [exact, rounded].map { folded in
      var changed = [folded.blankImage]
      let prepared = folded.prepare(embedding(Prompt()), workers: .one)
      let decoded = folded.decode([prompt], on: prepared, output: .multiple, changed: &changed)[0]
      return decoded.predictedIoU
        + folded.logits(of: [0, 1, 2], decoded, changed: changed[0], rows: 40, columns: 40)
    }
    expectClose(results[1], results[0], within: 0.05, "bf16")
    #expect(results[0] != results[1])
  }

  @Test("of a mask's logits only the rows and columns asked for are made, and they are the same")
  func partsOfLogits() throws {
    let folded = FoldedDecoder(decoder, grid: grid, positions: positions)
    let prompt = try #require(try golden.prompts("point").first)
    let prepared = folded.prepare(embedding(prompt), workers: .one)
    var changed = [folded.blankImage]
    let decoded = folded.decode(
      [encoder.tokens(for: prompt)], on: prepared, output: .multiple, changed: &changed)[0]
    let side = 4 * grid
    let whole = folded.logits(of: [2], decoded, changed: changed[0], rows: side, columns: side)
    let part = folded.logits(of: [2], decoded, changed: changed[0], rows: 27, columns: 33)
    for y in 0..<27 {
      #expect(part[(y * 33)..<(y + 1) * 33] == whole[(y * side)..<(y * side + 33)], "row \(y)")
    }
  }

  private func embedding(_ prompt: Prompt) -> [Float] { encoder.image(image, for: prompt) }

  private func expectGolden(
    _ name: String, _ index: Int, _ output: MaskOutput, _ ious: [Float], _ logits: [Float]
  ) throws {
    let expected = try golden.prediction(name, index, masks: output == .single ? 0..<1 : 1..<4)
    expectClose(ious, expected.predictedIoU, "\(name) \(index) \(output)")
    expectClose(logits, expected.logits, "\(name) \(index) \(output)")
  }
}
