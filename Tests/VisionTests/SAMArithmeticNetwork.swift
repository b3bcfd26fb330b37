import Dispatch
import Vision

/// The network of Tests/Fixtures/sam/generator.py: speckled discs, by arithmetic that is exact.
struct ArithmeticNetwork: MaskPredicting {
  enum Order { case given, reversed, concurrent }
  var order = Order.given
  var failure: (any Error)?

  let format = FrameFormat.sam

  func embedding(of picture: FramedImage) throws -> Int {
    if let failure { throw failure }
    return picture.frame.side
  }

  func predictMasks(
    at points: [SIMD2<Double>], in embedding: Int, frame: ImageFrame, above predictedIoU: Float?,
    receive: @Sendable (PredictedMask, Span<Float>) -> Void
  ) throws {
    @Sendable func answer(_ prompt: Int) {
      let (column, row) = (Int(points[prompt].x) / 4, Int(points[prompt].y) / 4)
      for level in 0..<3 {
        let iou = Float((column * 31 + row * 17 + level * 7) % 64) / 64
        if let predictedIoU, iou <= predictedIoU { continue }
        let logits = Self.logits(column: column, row: row, level: level)
        receive(
          PredictedMask(prompt: prompt, level: level, predictedIoU: iou, rowStride: 256),
          logits.span)
      }
    }
    switch order {
    case .given: for prompt in points.indices { answer(prompt) }
    case .reversed: for prompt in points.indices.reversed() { answer(prompt) }
    case .concurrent:
      DispatchQueue.concurrentPerform(iterations: points.count) { answer(points.count - 1 - $0) }
    }
  }

  private static func logits(column: Int, row: Int, level: Int) -> [Float] {
    let radius = 5 + (column * 7 + row * 13 + level * 29) % 60
    var logits: [Float] = []
    logits.reserveCapacity(256 * 256)
    for y in 0..<256 {
      for x in 0..<256 {
        let distance = (x - column) * (x - column) + (y - row) * (y - row)
        let isSpeckle = (x * 5 + y * 3 + level) % 37 == 0 || (x * y + column) % 53 == 0
        let value = radius * radius - distance - (isSpeckle ? 900 : 0)
        logits.append(Float(value) / 32 + 0.01318)
      }
    }
    return logits
  }
}
