import CKernels
import Testing
import Vision

/// Processors with fused multiply-add agree to the last bit, whatever the width of their registers.
@Suite(.enabled(if: NumericBuild.fused.count > 1, "needs a processor with AVX-512"))
struct NumericBuildTests {
  private static func numbers(_ count: Int, seed: UInt64, _ range: ClosedRange<Float> = -1...1)
    -> [Float]
  {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.number(range) }
  }

  /// Expects every fused build to make the same of `body`.
  private func expectAgreement<Value: Equatable>(
    _ what: String, _ body: (NumericBuild) -> Value,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let results = NumericBuild.fused.map(body)
    for result in results.dropFirst() {
      #expect(result == results[0], "\(what)", sourceLocation: sourceLocation)
    }
  }

  @Test("products agree", arguments: [(1, 16, 1), (7, 64, 17), (19, 160, 770)])
  func products(rows: Int, columns: Int, terms: Int) {
    let a = Self.numbers(rows * terms, seed: 1)
    let b = Self.numbers(terms * columns, seed: 2)
    let c = [Float](repeating: 0, count: rows * columns)
    expectAgreement("f32") {
      $0.product(
        rows: rows, columns: columns, terms: terms, a, row: terms, column: 1,
        .init(values: b, row: columns), c: c, cRow: columns)
    }
  }

  @Test("products of bf16 agree, also with the processor's instruction for them")
  func roundedProducts() {
    let (rows, columns, terms) = (9, 112, 770)
    let build = NumericBuild.fused[0]
    let a = build.rounded(Self.numbers(rows * terms, seed: 1))
    let pairs = build.rounded(Self.numbers(terms * columns, seed: 2))
    let chosen = build.roundedProduct(
      rows: rows, columns: columns, terms: terms, a, pairs, row: columns, usingInstruction: true)
    for build in NumericBuild.fused {
      let product = build.roundedProduct(
        rows: rows, columns: columns, terms: terms, a, pairs, row: columns)
      #expect(product == chosen, "\(build)")
    }
  }

  @Test("functions of rows agree", arguments: [1, 16, 49, 200])
  func rows(columns: Int) {
    let padded = (columns + 15) / 16 * 16
    let x = Self.numbers(3 * padded, seed: 1, -9...9)
    let (weight, bias) = (Self.numbers(padded, seed: 2), Self.numbers(padded, seed: 3))
    expectAgreement("bf16") { $0.rounded(x) }
    expectAgreement("GELU") { $0.gelu(x) }
    expectAgreement("ReLU6") { $0.relu6(x) }
    let y = Self.numbers(x.count, seed: 4)
    expectAgreement("products added") { $0.multiplyAdd(x, y, y) }
    expectAgreement("multiples added") { $0.addScaled(x, times: 0.3, y) }
    expectAgreement("layer norm") {
      $0.layerNorm(
        x, rows: 3, columns: columns, row: padded, weight: weight, bias: bias, epsilon: 1e-6)
    }
    expectAgreement("exponentials") {
      let result = $0.exponentials(x, rows: 3, columns: columns, padded: padded)
      return [result.x, result.sums]
    }
    expectAgreement("exponentials of columns") {
      var maxima = [Float](repeating: -.infinity, count: padded)
      var sums = [Float](repeating: 0, count: padded)
      let result = $0.columnExponentials(
        x, rows: 3, columns: padded, maxima: &maxima, sums: &sums)
      return [result.x, result.factors, maxima, sums]
    }
    expectAgreement("token softmax") {
      $0.tokenSoftmax(x, rows: 3, tokens: max(1, padded / 8 - 1), row: padded)
    }
    expectAgreement("residual norm") {
      let result = $0.residualNorm(
        x, x, rows: 3, columns: padded, weight: weight, bias: bias, epsilon: 1e-5, position: x)
      return [result.y, result.z]
    }
  }

  @Test("attention's softmax and depthwise convolution agree")
  func attentionAndConvolution() {
    let x = Self.numbers(5 * 20 * 32, seed: 1, -8...8)
    let terms = Self.numbers(5 * 96, seed: 2)
    expectAgreement("relative positions") { build in
      [false, true].map {
        let result = build.relativeExponentials(
          x, rows: 5, side: 20, width: 32, across: 20, first: 38, scale: 0.3, terms: terms,
          beside: 48, rounding: $0)
        return [$0 ? [] : result.x, result.sums, result.rounded.map { Float($0) }]
      }
    }
    for (kernel, channels) in [(3, 33), (5, 147)] {
      let rows = (0..<kernel).map { Self.numbers(9 * channels, seed: UInt64($0)) }
      let weight = Self.numbers(kernel * kernel * channels, seed: 8)
      expectAgreement("depthwise, a kernel of \(kernel)") {
        $0.depthwiseRow(
          columns: 5, channels: channels, window: ConvolutionWindow(kernel: kernel, stride: 2),
          before: 1, width: 9, rows: rows, weight: weight, bias: Array(terms.prefix(channels)))
      }
    }
  }
}
