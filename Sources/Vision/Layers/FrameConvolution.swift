/// A network's first convolution: of a frame of few channels. The frame is given its border of zeros
/// and its channels' order in one copy, after which a row of the kernel sees neighbours in memory.
package struct FrameConvolution: Sendable {
  private let convolution: Convolution
  private let window: ConvolutionWindow

  var outputs: Int { convolution.outputs }

  init(
    _ folded: FoldedConvolution, window: ConvolutionWindow, activation: Activation,
    precision: Precision
  ) {
    self.window = window
    convolution = folded.convolution(
      ConvolutionWindow(kernel: window.kernel, stride: window.stride, border: .none),
      activation: activation, precision: precision)
  }

  /// What is made of `frame`, `[channels, rows, columns]`.
  package func callAsFunction(_ frame: Tensor, workers: Workers) -> FeatureMap {
    precondition(
      frame.shape.count == 3 && frame.shape[0] == convolution.inputs && frame.count > 0,
      "FrameConvolution: a frame of \(frame.shape) for \(convolution.inputs) channels")
    return convolution(bordered(frame, workers: workers), workers: workers)
  }

  /// The frame with the zeros that the window sees around it.
  private func bordered(_ frame: Tensor, workers: Workers) -> FeatureMap {
    let (channels, rows, columns) = (frame.shape[0], frame.shape[1], frame.shape[2])
    let (above, left) = (window.before(rows), window.before(columns))
    let width = seen(of: columns)
    let height = seen(of: rows)
    return FeatureMap(
      rows: height, columns: width, channels: channels, tile: workers.share(of: height),
      workers: workers
    ) { tile, values in
      let source = frame.values.span
      for index in values.indices { values[index] = 0 }
      for (index, row) in tile.enumerated() where (above..<above + rows).contains(row) {
        for channel in 0..<channels {
          let from = (channel * rows + row - above) * columns
          let to = (index * width + left) * channels + channel
          for column in 0..<min(columns, width - left) {
            values[to + column * channels] = source[from + column]
          }
        }
      }
    }
  }

  /// How many rows, or columns, the window sees of `length` and the zeros around them.
  private func seen(of length: Int) -> Int {
    max(
      (window.length(for: length) - 1) * window.stride + window.kernel,
      window.before(length) + length)
  }
}
