import Testing
import Vision

/// Winograd's method against direct sums.
@Suite struct WinogradTests {
  /// Rows, columns, inputs, outputs.
  private static let sizes = [
    (1, 1, 16, 16), (2, 3, 16, 32), (7, 9, 48, 64), (12, 40, 64, 16), (31, 18, 32, 48),
  ]

  private static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.number(-1...1) }
  }

  private static func convolution(
    _ inputs: Int, _ outputs: Int, _ border: ConvolutionWindow.Border, _ method: Convolution.Method
  ) -> Convolution {
    Convolution(
      weight: numbers(outputs * inputs * 9, seed: 1), inputs: inputs,
      bias: numbers(outputs, seed: 2), window: ConvolutionWindow(kernel: 3, border: border),
      activation: .relu, method: method, precision: .f32)
  }

  @Test(
    "maps are those of direct sums within 2e-5, on odd sizes too", arguments: sizes,
    [ConvolutionWindow.Border.even, .same])
  func parity(sizes: (Int, Int, Int, Int), border: ConvolutionWindow.Border) {
    let (rows, columns, inputs, outputs) = sizes
    let map = FeatureMap(
      rows: rows, columns: columns, channels: inputs,
      values: Self.numbers(rows * columns * inputs, seed: 3))
    let direct = Self.convolution(inputs, outputs, border, .direct)(map, workers: .one)
    let fast = Self.convolution(inputs, outputs, border, .winograd)(map, workers: .one)
    expectClose(fast.values, direct.values, within: 2e-5, "\(sizes)")
    for workers in [2, 3, 7] {
      #expect(
        Self.convolution(inputs, outputs, border, .winograd)(map, workers: Workers(workers)) == fast
      )
    }
    if rows * columns > 20 { #expect(fast != direct) }
  }

  @Test("windows and channels that it is not for are summed directly")
  func unfit() {
    let window = ConvolutionWindow(kernel: 3)
    #expect(WinogradKernel.fits(window, inputs: 16, outputs: 48))
    #expect(!WinogradKernel.fits(window, inputs: 8, outputs: 48))
    #expect(!WinogradKernel.fits(window, inputs: 16, outputs: 40))
    for other in [
      ConvolutionWindow(kernel: 3, stride: 2), ConvolutionWindow(kernel: 3, dilation: 2),
      ConvolutionWindow(kernel: 5),
    ] {
      #expect(!WinogradKernel.fits(other, inputs: 16, outputs: 16))
    }
  }
}
