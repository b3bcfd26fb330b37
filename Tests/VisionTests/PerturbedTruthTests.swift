import TestSupport
import Testing
import Vision

@Suite("Masks from perturbed truth")
struct PerturbedTruthTests {
  /// A scene with two objects side by side, of two parts each, and one far away without parts.
  private static let truth: TruthRegions = {
    var instances = LabelMap(width: 200, height: 120)
    var parts = instances
    for (instance, left) in [(UInt8(1), 10), (2, 62), (3, 150)] {
      for y in 20..<80 {
        for x in left..<left + 40 {
          instances[x, y] = instance
          parts[x, y] = instance == 3 || x < left + 15 ? 1 : 2
        }
      }
    }
    // Within 2 % of the diagonal, 5 pixels, of the second object.
    for y in 30..<60 { for x in 50..<58 { (instances[x, y], parts[x, y]) = (1, 2) } }
    return TruthRegions(instances: instances, parts: parts)
  }()

  @Test("without faults the masks are the true objects and parts")
  func noFaults() {
    let set = PerturbedTruth(seed: 1).masks(of: Self.truth, id: "a")
    #expect(set.binaryMasks == Self.truth.regions.map(\.mask))
    #expect(set.candidates.map(\.level) == [1, 1, 1, 2, 2, 2, 2])
    #expect(set.candidates.allSatisfy { $0.predictedIoU == 1 })
    #expect(Self.truth.objects.count == 3)
  }

  @Test("every neighbouring pair gets a mask over both, objects apart get none")
  func merged() throws {
    let set = PerturbedTruth(merged: 1, seed: 1).masks(of: Self.truth, id: "a")
    #expect(set.candidates.count == 8)
    var both = Self.truth.objects[0]
    both.formUnion(Self.truth.objects[1])
    let first = try #require(set.candidates.first)
    #expect(first.level == 0)
    #expect(BinaryMask(first.mask) == both)
  }

  @Test(
    "where asked for, each connected part of what is no object has a mask, never missing or doubled"
  )
  func background() {
    var labels = LabelMap(width: 30, height: 10)
    for y in 0..<10 { for x in 10..<20 { labels[x, y] = 4 } }
    let truth = TruthRegions(componentsOf: labels)
    let set = PerturbedTruth(missing: 1, duplicated: 1, coversBackground: true, seed: 1)
      .masks(of: truth, id: "a")
    #expect(set.candidates.map(\.level) == [1, 1])
    #expect(set.binaryMasks.map(\.count) == [100, 100])
    #expect(set.binaryMasks.allSatisfy { $0.intersectionCount(truth.objects[0]) == 0 })
  }

  @Test("missing and duplicated masks are exactly their shares", arguments: [0, 0.2, 0.5, 1])
  func shares(share: Double) {
    for seed in 0..<10 {
      let missing = PerturbedTruth(missing: share, seed: UInt64(seed))
      let left = missing.masks(of: Self.truth, id: "a").binaryMasks
      #expect(left.count == 7 - Int((7 * share).rounded()))
      #expect(left.allSatisfy { mask in Self.truth.regions.contains { $0.mask == mask } })
      let duplicated = PerturbedTruth(duplicated: share, seed: UInt64(seed))
      let more = duplicated.masks(of: Self.truth, id: "a").binaryMasks
      #expect(more.count == 7 + Int((7 * share).rounded()))
    }
  }

  @Test("boundary noise moves exactly its share of pixels, half in and half out")
  func boundaryNoise() {
    for (seed, noise) in [0.02, 0.1, 0.3].enumerated() {
      let set = PerturbedTruth(boundaryNoise: noise, duplicated: 1, seed: UInt64(seed))
        .masks(of: Self.truth, id: "a")
      for (index, candidate) in set.candidates.enumerated() {
        let truth = Self.truth.regions[index % 7].mask
        let mask = BinaryMask(candidate.mask)
        let moved = Int((noise * Double(truth.count) / 2).rounded())
        #expect(truth.count - truth.intersectionCount(mask) == moved)
        #expect(mask.count == truth.count)
        #expect(candidate.predictedIoU == Float(mask.iou(truth)))
      }
      // A duplicate has a boundary of its own.
      #expect(zip(set.candidates, set.candidates.dropFirst(7)).allSatisfy { $0.mask != $1.mask })
    }
  }

  @Test("noise stays at the boundary: what changes is near it")
  func nearTheBoundary() {
    let set = PerturbedTruth(boundaryNoise: 0.1, seed: 4).masks(of: Self.truth, id: "a")
    for (candidate, region) in zip(set.candidates, Self.truth.regions) {
      var changed = BinaryMask(candidate.mask)
      changed.subtract(region.mask.dilated(by: 8))
      #expect(changed.isEmpty)
      var lost = region.mask.eroded(by: 8)
      lost.subtract(BinaryMask(candidate.mask))
      #expect(lost.isEmpty)
    }
  }

  @Test("the same seed and id give the same masks; another seed or id gives others")
  func determinism() {
    func draw(_ seed: UInt64, _ id: String) -> MaskSet {
      PerturbedTruth(boundaryNoise: 0.1, missing: 0.4, merged: 0.5, duplicated: 0.3, seed: seed)
        .masks(of: Self.truth, id: id)
    }
    #expect(draw(1, "a") == draw(1, "a"))
    #expect(draw(1, "a") != draw(2, "a"))
    #expect(draw(1, "a") != draw(1, "b"))
  }

  @Test("every name says that the masks are simulated")
  func names() {
    let masks = PerturbedTruth(boundaryNoise: 0.1, missing: 0.2, merged: 1, seed: 3)
    #expect(masks.name == "simulated-masks-noise0.1-missing0.2-merged1.0-duplicated0.0")
    #expect(masks.named.map(\.value) == ["0.1", "0.2", "1.0", "0.0", "none", "3"])
    let covering = PerturbedTruth(coversBackground: true, seed: 3)
    #expect(covering.name.hasPrefix("simulated-masks") && covering.name.hasSuffix("-background"))
  }

  @Test("components of a label map are objects, void belongs to none, and nothing gives nothing")
  func components() {
    var labels = LabelMap(width: 30, height: 10)
    for x in 2..<6 { labels[x, 2] = 4 }
    for x in 10..<16 { labels[x, 2] = 4 }
    for x in 3..<8 { labels[x, 3] = 9 }
    labels[9, 2] = LabelMap.void
    let regions = TruthRegions(componentsOf: labels).regions
    #expect(regions.map(\.mask.count) == [4, 6, 5])
    #expect(regions.allSatisfy { $0.object == nil })
    let nothing = TruthRegions(componentsOf: LabelMap(width: 3, height: 3))
    #expect(PerturbedTruth(merged: 1, seed: 0).masks(of: nothing, id: "a").candidates.isEmpty)
  }

  @Test("a scene's objects are its instances, and its parts lie in them")
  func scene() {
    let scene = Scene.draw(index: 3, seed: 1)
    let truth = TruthRegions(instances: scene.instances, parts: scene.parts)
    #expect(truth.objects.map(\.count) == scene.objects.map(\.area))
    for region in truth.regions {
      guard let object = region.object else { continue }
      let whole = truth.regions[object].mask
      #expect(region.mask.intersectionCount(whole) == region.mask.count)
    }
  }
}
