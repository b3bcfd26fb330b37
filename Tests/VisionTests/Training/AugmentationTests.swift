import Testing
import Vision

@Suite struct AugmentationTests {
  private static let image: RGBImage = {
    var random = SplitMix64(seed: 1)
    let pixels = (0..<40 * 30 * 3).map { _ in UInt8(random.index(below: 256)) }
    return RGBImage(width: 40, height: 30, pixels: pixels)
  }()

  private static func applied(
    _ augmentation: Augmentation, seed: UInt64 = 1, epoch: Int = 0, id: String = "a"
  ) throws -> RGBImage {
    augmentation.applied(to: image, seed: seed, epoch: epoch, id: try ImageID(id))
  }

  @Test("the same seed, epoch and image give the same picture; another of them another")
  func seeds() throws {
    let augmentation = Augmentation(longerSide: 20...80, crop: 32, colour: 0.3)
    let first = try Self.applied(augmentation)
    #expect(try Self.applied(augmentation) == first)
    #expect(try Self.applied(augmentation, seed: 2) != first)
    #expect(try Self.applied(augmentation, epoch: 1) != first)
    #expect(try Self.applied(augmentation, id: "b") != first)
  }

  @Test("sizes keep their proportion and are within bounds, crops within the picture")
  func sizes() throws {
    for epoch in 0..<40 {
      let whole = try Self.applied(Augmentation(longerSide: 20...60, crop: 64), epoch: epoch)
      #expect((20...60).contains(whole.width))
      #expect(abs(whole.height * 4 - whole.width * 3) <= 4)
      let cropped = try Self.applied(Augmentation(longerSide: 40...60, crop: 24), epoch: epoch)
      #expect(cropped.width == 24 && cropped.height == 24)
    }
  }

  @Test("about every other picture is mirrored, and none where that is off")
  func mirroring() throws {
    let epochs = 0..<60
    let plain = Augmentation(longerSide: 40...40, crop: 64, mirrors: false)
    #expect(try epochs.allSatisfy { try Self.applied(plain, epoch: $0) == Self.image })
    let mirroring = Augmentation(longerSide: 40...40, crop: 64)
    let pictures = try epochs.map { try Self.applied(mirroring, epoch: $0) }
    #expect(pictures.allSatisfy { $0 == Self.image || $0 == Self.image.mirrored })
    #expect((20...40).contains(pictures.count { $0 != Self.image }))
    #expect(Self.image.mirrored.mirrored == Self.image)
  }

  @Test("colours change by no more than they may")
  func colours() throws {
    let grey = RGBImage(width: 2, height: 1, pixels: [100, 100, 100, 100, 100, 100])
    let augmentation = Augmentation(longerSide: 2...2, crop: 2, mirrors: false, colour: 0.1)
    var brightness: Set<UInt8> = []
    for epoch in 0..<30 {
      let id = try ImageID("a")
      let changed = augmentation.applied(to: grey, seed: 1, epoch: epoch, id: id)
      // A grey picture has no contrast and no saturation to change.
      #expect(Set(changed.pixels).count == 1 && (90...110).contains(changed.pixels[0]))
      brightness.insert(changed.pixels[0])
    }
    #expect(brightness.count > 5)
  }
}
