import Testing
import Vision

/// Every operation of the tape against differences of its results, on odd sizes.
@Suite struct TapeGradientTests {
  @Test("products, of widths that fill registers and of others")
  func products() {
    GradientCheck.expect([3, 5, 16], [7, 16]) { $0.product($1[0], $1[1]) }
    GradientCheck.expect([9], [5, 9]) { $0.product($1[0], $1[1]) }
    GradientCheck.expect([1, 1, 33], [48, 33]) { $0.product($1[0], $1[1]) }
  }

  static let windows = [
    ConvolutionWindow(kernel: 3), ConvolutionWindow(kernel: 3, stride: 2),
    ConvolutionWindow(kernel: 3, dilation: 2),
    ConvolutionWindow(kernel: 5, stride: 2, border: .same),
    ConvolutionWindow(kernel: 5, dilation: 2, border: .same),
    ConvolutionWindow(kernel: 1, stride: 2),
    ConvolutionWindow(kernel: 3, stride: 3, dilation: 2, border: .same),
  ]

  @Test("convolutions of every channel with itself", arguments: windows)
  func depthwise(window: ConvolutionWindow) {
    GradientCheck.expect([7, 6, 3], [window.kernel * window.kernel, 3]) {
      $0.depthwise($1[0], $1[1], window)
    }
  }

  @Test("full convolutions", arguments: windows)
  func convolution(window: ConvolutionWindow) {
    GradientCheck.expect([5, 8, 3], [4, window.kernel * window.kernel * 3]) {
      $0.convolution($1[0], $1[1], window)
    }
  }

  @Test("a kernel larger than the map")
  func smallMaps() {
    GradientCheck.expect([1, 2, 3], [25, 3]) {
      $0.depthwise($1[0], $1[1], ConvolutionWindow(kernel: 5))
    }
    GradientCheck.expect([1, 1, 2], [3, 50]) {
      $0.convolution($1[0], $1[1], ConvolutionWindow(kernel: 5))
    }
  }

  @Test("activations")
  func activations() {
    GradientCheck.expect([3, 3, 5]) { $0.relu($1[0]) }
    // None of these numbers comes as near to 6 as a step.
    GradientCheck.expect([3, 3, 5]) { $0.relu6($0.scaled($1[0], by: 4.3)) }
    GradientCheck.expect([3, 3, 5]) { $0.elu($1[0]) }
    GradientCheck.expect([3, 3, 5]) { $0.sigmoid($1[0]) }
  }

  @Test("sums, products of numbers, and other arithmetic")
  func arithmetic() {
    GradientCheck.expect([3, 5], [3, 5]) { $0.sum($1[0], $1[1]) }
    GradientCheck.expect([3, 5], [3, 5]) { $0.multiplied($1[0], $1[1]) }
    GradientCheck.expect([3, 5]) { $0.scaled($1[0], by: -1.5) }
    GradientCheck.expect([3, 5]) { $0.total($1[0]) }
    GradientCheck.expect([3, 5]) { $0.transposed($1[0]) }
    GradientCheck.expect([3, 4]) { $0.reshaped($1[0], [2, 6]) }
  }

  @Test("biases, scales and concatenations of channels")
  func channels() {
    GradientCheck.expect([3, 5, 7], [7]) { $0.biased($1[0], $1[1]) }
    GradientCheck.expect([3, 5, 7], [7]) { $0.channelsScaled($1[0], by: $1[1]) }
    GradientCheck.expect([3, 5, 2], [3, 5, 1], [3, 5, 4]) { $0.concatenated($1) }
  }

  @Test("means and maps of other sizes")
  func pooling() {
    GradientCheck.expect([3, 5, 7]) { $0.mean($1[0]) }
    for (rows, columns) in [(7, 4), (2, 9), (3, 5), (1, 1), (6, 10)] {
      GradientCheck.expect([3, 5, 2]) { $0.resized($1[0], rows: rows, columns: columns) }
    }
  }

  @Test("the multi-label soft margin loss")
  func losses() {
    GradientCheck.expect([5]) { $0.multiLabelSoftMarginLoss($1[0], targets: [0, 1, 1, 0, 1]) }
  }

  @Test("an operation that a caller records, and one used twice")
  func recorded() {
    GradientCheck.expect([5]) { tape, inputs in
      let x = inputs[0].value
      let cubes = tape.record(
        Tensor(x.values.map { $0 * $0 * $0 }, shape: x.shape),
        Tape.Dependency(inputs[0]) { gradient in
          Tensor(zip(gradient.values, x.values).map { 3 * $0 * $1 * $1 }, shape: x.shape)
        })
      return tape.sum(cubes, inputs[0])
    }
  }
}
