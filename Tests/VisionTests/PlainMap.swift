import Vision

/// A map in f64, `[channels, rows, columns]`, and layers as their definitions have them.
struct PlainMap {
  var rows: Int
  var columns: Int
  var planes: [[Double]]

  init(rows: Int, columns: Int, planes: [[Double]]) {
    (self.rows, self.columns, self.planes) = (rows, columns, planes)
  }

  /// Of `[channels, rows, columns]`.
  init(_ tensor: Tensor) {
    let entries = tensor.shape[1] * tensor.shape[2]
    self.init(
      rows: tensor.shape[1], columns: tensor.shape[2],
      planes: (0..<tensor.shape[0]).map { channel in
        tensor.values[channel * entries..<(channel + 1) * entries].map { Double($0) }
      })
  }

  /// The numbers with the channels of each entry together.
  var channelsLast: [Float] {
    (0..<rows * columns).flatMap { entry in planes.map { Float($0[entry]) } }
  }

  var map: FeatureMap {
    FeatureMap(rows: rows, columns: columns, channels: planes.count, values: channelsLast)
  }

  /// A convolution by `[outputs, inputs, kernel, kernel]`, whose first tap is `before` rows above and
  /// columns left; with one input a channel, each sees itself alone.
  func convolved(
    _ weight: Tensor, stride: Int = 1, before: (rows: Int, columns: Int), isDepthwise: Bool = false
  ) -> PlainMap {
    let (inputs, kernel) = (weight.shape[1], weight.shape[2])
    let rows = (self.rows + stride - 1) / stride
    let columns = (self.columns + stride - 1) / stride
    let planes = (0..<weight.shape[0]).map { output in
      var plane = [Double](repeating: 0, count: rows * columns)
      for (input, tap) in (0..<inputs * kernel * kernel).map({
        $0.quotientAndRemainder(dividingBy: kernel * kernel)
      }) {
        let source = self.planes[isDepthwise ? output : input]
        let factor = Double(weight.values[(output * inputs + input) * kernel * kernel + tap])
        for row in 0..<rows {
          let y = row * stride + tap / kernel - before.rows
          guard (0..<self.rows).contains(y) else { continue }
          for column in 0..<columns {
            let x = column * stride + tap % kernel - before.columns
            guard (0..<self.columns).contains(x) else { continue }
            plane[row * columns + column] += factor * source[y * self.columns + x]
          }
        }
      }
      return plane
    }
    return PlainMap(rows: rows, columns: columns, planes: planes)
  }

  func adding(_ bias: Tensor) -> PlainMap {
    PlainMap(
      rows: rows, columns: columns,
      planes: zip(planes, bias.values).map { plane, x in plane.map { $0 + Double(x) } })
  }

  static func + (one: PlainMap, other: PlainMap) -> PlainMap {
    PlainMap(
      rows: one.rows, columns: one.columns,
      planes: zip(one.planes, other.planes).map { zip($0, $1).map { $0 + $1 } })
  }

  func map(_ body: (Double) -> Double) -> PlainMap {
    PlainMap(rows: rows, columns: columns, planes: planes.map { $0.map(body) })
  }
}
