import Vision

/// A map in f64, `[channels, side, side]`, and layers as their definitions have them.
struct PlainMap {
  var side: Int
  var planes: [[Double]]

  init(side: Int, planes: [[Double]]) { (self.side, self.planes) = (side, planes) }

  /// Of `[channels, side, side]`.
  init(_ tensor: Tensor) {
    let entries = tensor.shape[1] * tensor.shape[2]
    self.init(
      side: tensor.shape[1],
      planes: (0..<tensor.shape[0]).map { channel in
        tensor.values[channel * entries..<(channel + 1) * entries].map { Double($0) }
      })
  }

  /// The numbers with the channels of each entry together.
  var channelsLast: [Float] {
    (0..<side * side).flatMap { entry in planes.map { Float($0[entry]) } }
  }

  var map: FeatureMap {
    FeatureMap(side: side, channels: planes.count, values: channelsLast)
  }

  /// A convolution by `[outputs, inputs, kernel, kernel]`, whose first tap is `before` entries above and
  /// left; with one input a channel, each sees itself alone.
  func convolved(
    _ weight: Tensor, stride: Int = 1, before: Int, isDepthwise: Bool = false
  ) -> PlainMap {
    let (inputs, kernel) = (weight.shape[1], weight.shape[2])
    let (side, ends) = ((self.side + stride - 1) / stride, 0..<self.side)
    let planes = (0..<weight.shape[0]).map { output in
      var plane = [Double](repeating: 0, count: side * side)
      for (input, tap) in (0..<inputs * kernel * kernel).map({
        $0.quotientAndRemainder(dividingBy: kernel * kernel)
      }) {
        let source = self.planes[isDepthwise ? output : input]
        let factor = Double(weight.values[(output * inputs + input) * kernel * kernel + tap])
        for row in 0..<side {
          let y = row * stride + tap / kernel - before
          guard ends.contains(y) else { continue }
          for column in 0..<side {
            let x = column * stride + tap % kernel - before
            guard ends.contains(x) else { continue }
            plane[row * side + column] += factor * source[y * self.side + x]
          }
        }
      }
      return plane
    }
    return PlainMap(side: side, planes: planes)
  }

  func adding(_ bias: Tensor) -> PlainMap {
    PlainMap(
      side: side, planes: zip(planes, bias.values).map { plane, x in plane.map { $0 + Double(x) } })
  }

  static func + (one: PlainMap, other: PlainMap) -> PlainMap {
    PlainMap(
      side: one.side, planes: zip(one.planes, other.planes).map { zip($0, $1).map { $0 + $1 } })
  }

  func map(_ body: (Double) -> Double) -> PlainMap {
    PlainMap(side: side, planes: planes.map { $0.map(body) })
  }
}
