import Testing
import Vision

/// Against torchvision's blocks with seeded weights (Tests/Fixtures/backbones/resnet_tiny.py), and a
/// whole ResNet-50 (benchmarks/rivals/seeded_resnet50.py).
@Suite struct ResNetTests {
  /// The last strides that are recorded, and what their tensors' names end with.
  private static let strides: [(stride: OutputStride, suffix: String)] = [
    (.thirtySecond, ""), (.sixteenth(dilated: false), ".plain"),
    (.sixteenth(dilated: true), ".dilated"),
  ]

  private static var tiny: ResNet.Configuration {
    ResNet.Configuration(blocks: [1, 2, 1, 3], width: 4)
  }

  @Test("maps and logits are torchvision's, whatever the last stride", arguments: 0..<strides.count)
  func small(index: Int) throws {
    try expectParity(try SAMGolden("resnet-tiny"), Self.tiny, classes: 10, Self.strides[index])
  }

  @Test(
    "so are those of a whole ResNet-50",
    .enabled(if: BackboneFiles.hasResNet50, "\(BackboneFiles.whyNoResNet50)"),
    arguments: 0..<strides.count)
  func whole(index: Int) throws {
    let folder = BackboneFiles.resNet50
    let golden = try SAMGolden(
      checkpoint: "\(folder)/resnet50.pth", tensors: "\(folder)/resnet50-golden.safetensors")
    try expectParity(golden, .resNet50, classes: 1000, Self.strides[index])
  }

  private func expectParity(
    _ golden: SAMGolden, _ configuration: ResNet.Configuration, classes: Int,
    _ variant: (stride: OutputStride, suffix: String)
  ) throws {
    let weights = golden.weights
    let classifier = try ImageNetClassifier(
      resNet: weights.scope(), configuration, classes: classes, outputStride: variant.stride)
    try weights.finish()
    guard case .resNet(let network) = classifier.backbone else {
      Issue.record("another backbone")
      return
    }
    let maps = network.features(of: try golden["frame"], workers: Workers(2))
    for (stage, map) in maps.enumerated() {
      let name = "stage.\(stage)" + (stage == 3 ? variant.suffix : "")
      #expect(try golden[name].shape == [map.channels, map.rows, map.columns])
      expectClose(map.values, try golden.channelsLast(name), "\(name)")
    }
    let logits = classifier.logits(of: maps[3])
    expectClose(logits, try golden["logits\(variant.suffix)"].values, "logits\(variant.suffix)")
  }

  @Test("bf16 is near, and really used")
  func rounded() throws {
    let golden = try SAMGolden("resnet-tiny")
    let network = try ResNet(Self.tiny, weights: golden.weights.scope(), precision: .bf16)
    let maps = network.features(of: try golden["frame"], workers: .one)
    let expected = try golden.channelsLast("stage.3")
    expectClose(maps[3].values, expected, within: 0.1, "the last map")
    #expect(zip(maps[3].values, expected).contains { abs($0 - $1) > 1e-3 })
  }

  @Test("dilation keeps what the network as it was trained has at every other entry")
  func dilation() throws {
    func last(_ stride: OutputStride) throws -> FeatureMap {
      let golden = try SAMGolden("resnet-tiny")
      let network = try ResNet(
        Self.tiny, weights: golden.weights.scope(), outputStride: stride, precision: .f32)
      return network.features(of: try golden["frame"], workers: .one)[3]
    }
    let (trained, dilated) = (try last(.thirtySecond), try last(.sixteenth(dilated: true)))
    // Dilated convolutions are summed directly, the others by Winograd's method.
    expectClose(dilated.everyOther().values, trained.values, within: 2e-5, "dilated")
    let plain = try last(.sixteenth(dilated: false)).everyOther()
    #expect(zip(plain.values, trained.values).contains { abs($0 - $1) > 0.1 })
  }

  @Test("the maps do not depend on the number of workers")
  func workers() throws {
    let golden = try SAMGolden("resnet-tiny")
    let network = try ResNet(Self.tiny, weights: golden.weights.scope(), precision: .f32)
    let frame = try golden["frame"]
    let one = network.features(of: frame, workers: .one)
    for count in [2, 7] { #expect(network.features(of: frame, workers: Workers(count)) == one) }
  }
}

extension FeatureMap {
  /// Every second row and column, from `first` on.
  func everyOther(from first: (row: Int, column: Int) = (0, 0)) -> FeatureMap {
    let places = (
      rows: Array(stride(from: first.row, to: rows, by: 2)),
      columns: Array(stride(from: first.column, to: columns, by: 2))
    )
    let values = places.rows.flatMap { row in
      places.columns.flatMap { column in
        let start = (row * columns + column) * channels
        return self.values[start..<start + channels]
      }
    }
    return FeatureMap(
      rows: places.rows.count, columns: places.columns.count, channels: channels, values: values)
  }
}
