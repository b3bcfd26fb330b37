import TestSupport
import Testing
import Vision

@Suite("SAM's prompt encoder and mask decoder, against segment-anything")
struct MaskDecoderTests {
  private static let prompts = ["point", "points", "box", "box_points", "mask"]

  private let tiny: TinySAM
  private let encoder: PromptEncoder
  private let decoder: MaskDecoder
  private let positions: [Float]
  private let image: [Float]
  private let grid = TinySAM.configuration.grid

  init() throws {
    tiny = try TinySAM()
    encoder = try PromptEncoder(
      TinySAM.configuration, weights: tiny.reader.scope("prompt_encoder"))
    decoder = try MaskDecoder(
      TinySAM.configuration.decoder, weights: tiny.reader.scope("mask_decoder"), precision: .f32)
    positions = encoder.positions(grid: grid)
    image = try tiny.entries("encoder.neck.3")
  }

  @Test("every weight of the prompt encoder and the mask decoder is used")
  func usesAllWeights() throws {
    try tiny.reader.finish(ignoring: ["image_encoder"])
  }

  @Test("the positions of the embedding's entries agree")
  func positionsAgree() throws {
    let agreement = Agreement(positions, try tiny.entries("dense_pe"))
    #expect(agreement.error < 1e-5, "\(agreement)")
  }

  @Test("prompts become the same tokens", arguments: prompts)
  func tokensAgree(name: String) throws {
    let tokens = try tiny.prompts(name).flatMap { encoder.tokens(for: $0) }
    let agreement = Agreement(tokens, try tiny.tensor("\(name).sparse").values)
    #expect(agreement.error < 1e-5, "\(agreement)")
  }

  @Test("a mask prompt changes the embedding as it does there")
  func maskPromptsAgree() throws {
    let mask = try #require(try tiny.prompts("mask").first?.mask)
    let agreement = Agreement(encoder.change(by: mask), try tiny.entries("mask.dense"))
    #expect(agreement.error < 1e-5, "\(agreement)")
  }

  @Test("the plain decoder gives the same logits and IoUs", arguments: prompts)
  func plainDecoderAgrees(name: String) throws {
    for (index, prompt) in try tiny.prompts(name).enumerated() {
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
    for (index, prompt) in try tiny.prompts(name).enumerated() {
      let prepared = folded.prepare(embedding(prompt), workers: Workers(2))
      for output in [MaskOutput.single, .multiple] {
        var changed = folded.blankImage
        let decoded = folded.decode(
          encoder.tokens(for: prompt), on: prepared, output: output, changed: &changed)
        let logits = folded.logits(
          of: Array(decoded.predictedIoU.indices), decoded, changed: changed, rows: 4 * grid,
          columns: 4 * grid)
        try expectGolden(name, index, output, decoded.predictedIoU, logits)
      }
    }
  }

  @Test("of a mask's logits only the rows and columns asked for are made, and they are the same")
  func partsOfLogits() throws {
    let folded = FoldedDecoder(decoder, grid: grid, positions: positions)
    let prompt = try #require(try tiny.prompts("point").first)
    let prepared = folded.prepare(embedding(prompt), workers: .one)
    var changed = folded.blankImage
    let decoded = folded.decode(
      encoder.tokens(for: prompt), on: prepared, output: .multiple, changed: &changed)
    let side = 4 * grid
    let whole = folded.logits(of: [2], decoded, changed: changed, rows: side, columns: side)
    let part = folded.logits(of: [2], decoded, changed: changed, rows: 27, columns: 33)
    for y in 0..<27 {
      #expect(part[(y * 33)..<(y + 1) * 33] == whole[(y * side)..<(y * side + 33)], "row \(y)")
    }
  }

  private func embedding(_ prompt: Prompt) -> [Float] { encoder.image(image, for: prompt) }

  private func expectGolden(
    _ name: String, _ index: Int, _ output: MaskOutput, _ ious: [Float], _ logits: [Float]
  ) throws {
    let masks = output == .single ? 0..<1 : 1..<4
    let expectedIoU = try tiny.tensor("\(name).iou").values[(4 * index)...].prefix(4)
    let iou = Agreement(
      ious, Array(expectedIoU[(expectedIoU.startIndex + masks.lowerBound)...].prefix(masks.count)))
    #expect(iou.error < 1e-4, "\(name) \(index) \(output): \(iou)")
    let pixels = 16 * grid * grid
    let first = (4 * index + masks.lowerBound) * pixels
    let expected = try tiny.tensor("\(name).low_res").values[first..<first + masks.count * pixels]
    let agreement = Agreement(logits, Array(expected))
    #expect(agreement.error < 1e-4, "\(name) \(index) \(output): \(agreement)")
  }
}
