import TestSupport
import Testing
import Vision

/// EfficientNet-Lite0 with seeded weights against a plain model in f64.
@Suite struct EfficientNetTests {
  private let seeded = SeededEfficientNet()
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func frame(_ rows: Int, _ columns: Int) -> Tensor {
    var random = SplitMix64(seed: 3)
    return Tensor(
      (0..<3 * rows * columns).map { _ in random.number(-1...1) }, shape: [3, rows, columns])
  }

  private func network(_ precision: Precision = .f32) throws -> EfficientNetLite0 {
    try EfficientNetLite0(
      weights: try seeded.tensors.weights(in: folder).scope(), precision: precision)
  }

  /// The plain model's maps after each block.
  private func plainMaps(of frame: Tensor) -> [PlainMap] {
    var map = seeded.stem(frame)
    return SeededEfficientNet.blocks.indices.map { index in
      map = seeded.block(index, map)
      return map
    }
  }

  // 32 halves evenly, down to 1; 38 becomes 19, 10, 5, 3 and 2, which pads otherwise; in the last two
  // rows and columns pad in different ways.
  @Test(
    "the features are a plain model's, whatever the rows and columns",
    arguments: [(32, 32), (38, 38), (32, 38), (45, 1)])
  func features(rows: Int, columns: Int) throws {
    let frame = Self.frame(rows, columns)
    let found = try network().features(of: frame, workers: Workers(2))
    let plain = plainMaps(of: frame)
    let maps = [(found.eighth, 4), (found.sixteenth, 10), (found.last, 15)]
    for (map, block) in maps {
      #expect(map.rows == plain[block].rows && map.columns == plain[block].columns)
      expectClose(map.values, plain[block].channelsLast, "block \(block)")
    }
  }

  @Test("each block is a plain model's, given what went into it", arguments: Precision.allCases)
  func blocks(precision: Precision) throws {
    let blocks = try network(precision).stages.flatMap(\.blocks)
    #expect(blocks.count == SeededEfficientNet.blocks.count)
    let frame = Self.frame(38, 29)
    var input = seeded.stem(frame)
    for (index, expected) in plainMaps(of: frame).enumerated() {
      let found = blocks[index](input.map, workers: .one)
      #expect(found.rows == expected.rows && found.columns == expected.columns)
      expectClose(
        found.values, expected.channelsLast, within: precision == .f32 ? 2e-5 : 0.05,
        "block \(index)")
      input = expected
    }
  }

  @Test("the features do not depend on the number of workers", arguments: Precision.allCases)
  func workers(precision: Precision) throws {
    let network = try network(precision)
    let frame = Self.frame(150, 97)
    let one = network.features(of: frame, workers: .one)
    let five = network.features(of: frame, workers: Workers(5))
    #expect(one.eighth.values == five.eighth.values)
    #expect(one.last.values == five.last.values)
  }

  @Test("every weight is asked for")
  func weights() throws {
    let reader = try seeded.tensors.weights(in: folder)
    _ = try EfficientNetLite0(weights: reader.scope(), precision: .f32)
    try reader.finish()
  }

  // 64 columns become 32, 16, 8, 4 and 2: the last halving begins at the second. 38 rows become 3 before
  // it, and it begins at the first.
  @Test("dilation keeps what the network as it was trained has at every other entry")
  func dilation() throws {
    func last(_ stride: OutputStride) throws -> FeatureMap {
      try EfficientNetLite0(
        weights: try seeded.tensors.weights(in: folder).scope(), outputStride: stride,
        precision: .f32
      ).features(of: Self.frame(38, 64), workers: Workers(2)).last
    }
    let trained = try last(.thirtySecond)
    #expect(try last(.sixteenth(dilated: true)).everyOther(from: (0, 1)) == trained)
    #expect(try last(.sixteenth(dilated: false)).everyOther(from: (0, 1)) != trained)
  }
}
