import Vision

/// Tensors of EfficientNet-Lite0's names and shapes with seeded numbers, and what a plain model in f64
/// makes of them.
struct SeededEfficientNet {
  struct Block {
    let inputs: Int
    let outputs: Int
    let expansion: Int
    let kernel: Int
    let stride: Int
  }

  /// Source: the package efficientnet-lite-pytorch 0.1.0, which spells them `r1_k3_s11_e1_i32_o16`.
  static let blocks: [Block] = {
    let rows = [
      (1, 3, 1, 1, 32, 16), (2, 3, 2, 6, 16, 24), (2, 5, 2, 6, 24, 40), (3, 3, 2, 6, 40, 80),
      (3, 5, 1, 6, 80, 112), (4, 5, 2, 6, 112, 192), (1, 3, 1, 6, 192, 320),
    ]
    return rows.flatMap { repeats, kernel, stride, expansion, inputs, outputs in
      (0..<repeats).map { index in
        Block(
          inputs: index == 0 ? inputs : outputs, outputs: outputs, expansion: expansion,
          kernel: kernel, stride: index == 0 ? stride : 1)
      }
    }
  }()

  private(set) var tensors = SeededTensors(seed: 7)

  init() {
    add("_conv_stem", "_bn0", outputs: 32, inputs: 3, kernel: 3)
    for (index, block) in Self.blocks.enumerated() {
      let (name, hidden) = ("_blocks.\(index).", block.inputs * block.expansion)
      if block.expansion > 1 {
        add(name + "_expand_conv", name + "_bn0", outputs: hidden, inputs: block.inputs, kernel: 1)
      }
      add(
        name + "_depthwise_conv", name + "_bn1", outputs: hidden, inputs: 1, kernel: block.kernel)
      add(name + "_project_conv", name + "_bn2", outputs: block.outputs, inputs: hidden, kernel: 1)
    }
  }

  /// Weights that keep the numbers' size, so that ReLU6 cuts on both sides, and norms that are not plain.
  private mutating func add(
    _ convolution: String, _ norm: String, outputs: Int, inputs: Int, kernel: Int
  ) {
    let bound = 2 / Float(inputs * kernel * kernel).squareRoot()
    tensors.make("\(convolution).weight", -bound...bound, [outputs, inputs, kernel, kernel])
    tensors.make("\(norm).weight", 0.5...2, [outputs])
    tensors.make("\(norm).bias", -1...3, [outputs])
    tensors.make("\(norm).running_mean", -0.5...0.5, [outputs])
    tensors.make("\(norm).running_var", 0.5...2, [outputs])
  }
}

extension SeededEfficientNet {
  /// A convolution with TensorFlow's "same" padding, then the norm and, if asked, ReLU6.
  private func convolved(
    _ map: PlainMap, _ convolution: String, _ norm: String, stride: Int = 1,
    isDepthwise: Bool = false, isCut: Bool = true
  ) -> PlainMap {
    let weight = tensors["\(convolution).weight"]
    func before(_ length: Int) -> Int {
      max(0, ((length + stride - 1) / stride - 1) * stride + weight.shape[2] - length) / 2
    }
    var result = map.convolved(
      weight, stride: stride, before: (before(map.rows), before(map.columns)),
      isDepthwise: isDepthwise)
    let (scale, shift) = (tensors["\(norm).weight"], tensors["\(norm).bias"])
    let (mean, variance) = (tensors["\(norm).running_mean"], tensors["\(norm).running_var"])
    for channel in result.planes.indices {
      let deviation = (Double(variance.values[channel]) + 1e-3).squareRoot()
      let factor = Double(scale.values[channel]) / deviation
      for entry in result.planes[channel].indices {
        let centred = result.planes[channel][entry] - Double(mean.values[channel])
        result.planes[channel][entry] = centred * factor + Double(shift.values[channel])
      }
    }
    return isCut ? result.map { min(max($0, 0), 6) } : result
  }

  func stem(_ frame: Tensor) -> PlainMap {
    convolved(PlainMap(frame), "_conv_stem", "_bn0", stride: 2)
  }

  func block(_ index: Int, _ map: PlainMap) -> PlainMap {
    let (block, name) = (Self.blocks[index], "_blocks.\(index).")
    var result = map
    if block.expansion > 1 { result = convolved(result, name + "_expand_conv", name + "_bn0") }
    result = convolved(
      result, name + "_depthwise_conv", name + "_bn1", stride: block.stride, isDepthwise: true)
    result = convolved(result, name + "_project_conv", name + "_bn2", isCut: false)
    return block.stride == 1 && block.inputs == block.outputs ? result + map : result
  }
}
