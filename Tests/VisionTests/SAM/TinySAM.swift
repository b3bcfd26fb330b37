import Vision

/// The tiny SAM of Tests/Fixtures/sam_tiny.py.
enum TinySAM {
  static let configuration: SAMConfiguration = {
    var vit = ViTConfiguration(depth: 4, width: 16, heads: 2, globalBlocks: [1, 3])
    vit.window = 4
    var configuration = SAMConfiguration(name: "sam-tiny", encoder: .vit(vit))
    configuration.frameSide = 160
    configuration.decoder.channels = 32
    configuration.decoder.mlpWidth = 64
    configuration.decoder.iouHeadWidth = 32
    return configuration
  }()
}
