import Experiments
import TestSupport
import Testing
import Vision

/// What steps leave in the cache, and what becomes of bytes that none has left there.
@Suite struct StoredFormTests {
  private static func labels(_ generator: inout CaseGenerator) -> StoredLabels {
    StoredLabels(
      generator.labels(
        width: .random(in: 1...40, using: &generator),
        height: .random(in: 1...40, using: &generator), classes: 21, void: true))
  }

  private static func scores(_ generator: inout CaseGenerator) throws -> ImageScores {
    let classes = Int.random(in: 1...30, using: &generator)
    var scores = ImageScores(maskCount: .random(in: 0...500, using: &generator))
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let counts = (0..<classes * classes).map { _ in
        Int.random(in: 0..<8, using: &generator) == 0
          ? Int.random(in: 0...1_000_000, using: &generator) : 0
      }
      let matrix = try #require(ConfusionMatrix(classes: classes, counts: counts))
      scores.distinct.append(.init(confusion: matrix))
      scores.settings.append(.random(in: scores.distinct.indices, using: &generator))
    }
    return scores
  }

  private static func losses(_ generator: inout CaseGenerator) -> ImageLosses {
    func boundary() -> BoundaryCounts {
      BoundaryCounts(
        (0..<21).map { _ in
          ClassCounts(
            truth: .random(in: 0...9999, using: &generator),
            prediction: .random(in: 0...9999, using: &generator),
            both: .random(in: 0...99, using: &generator))
        })
    }
    let labels = (1...254).filter { _ in Int.random(in: 0..<40, using: &generator) == 0 }
    func parts(boundary: Int) -> ClassLosses.Parts {
      var parts = ClassLosses.Parts()
      for cause in ClassLosses.Cause.allCases {
        parts[cause] = cause == .boundary ? boundary : .random(in: 0...9999, using: &generator)
      }
      return parts
    }
    let losses = ClassLosses(
      labels.map { label in
        let alongContour = parts(boundary: 0)
        return ClassLosses.Entry(
          label: UInt8(label), correct: .random(in: 0...999_999, using: &generator),
          parts: parts(boundary: alongContour.total), alongContour: alongContour)
      })
    return ImageLosses(losses: losses, before: boundary(), after: boundary())
  }

  private static func masks(_ generator: inout CaseGenerator) -> MaskSet {
    let masks = generator.masks(width: 23, height: 17, atMost: 8)
    return MaskSet(
      width: 23, height: 17,
      candidates: masks.enumerated().map { index, mask in
        MaskCandidate(
          mask: RunLengthMask(mask), predictedIoU: index % 2 == 0 ? 0.5 : nil,
          stability: index % 3 == 0 ? 0.9 : nil, level: index)
      })
  }

  /// A value, its bytes, the value again, the same bytes; and no prefix of them is a value.
  private func checkRoundTrip<Value: Storable & Equatable>(_ value: Value) throws {
    let bytes = value.stored
    let again = try Value(stored: bytes)
    #expect(again == value)
    #expect(again.stored == bytes)
    for length in Set([0, 1, bytes.count / 3, bytes.count / 2, bytes.count - 1])
    where length < bytes.count {
      #expect(throws: (any Error).self, "cut at \(length) of \(bytes.count)") {
        try Value(stored: Array(bytes[..<length]))
      }
    }
    #expect(throws: (any Error).self) { try Value(stored: bytes + [0x80]) }
  }

  @Test("label maps, score tables, loss tables and masks read back as they were")
  func roundTrips() throws {
    var generator = CaseGenerator(seed: 11)
    for _ in 0..<200 {
      try checkRoundTrip(Self.labels(&generator))
      try checkRoundTrip(Self.scores(&generator))
      try checkRoundTrip(Self.losses(&generator))
      try checkRoundTrip(Self.masks(&generator))
    }
  }

  /// Either a value that can be stored again, or an error; never a crash.
  private func read<Value: Storable>(_ type: Value.Type, _ bytes: [UInt8]) -> Bool {
    do {
      let value = try Value(stored: bytes)
      return try !value.stored.isEmpty && Value(stored: value.stored).stored == value.stored
    } catch {
      return true
    }
  }

  @Test("thousands of damaged and random byte strings crash nothing")
  func fuzz() throws {
    var generator = CaseGenerator(seed: 12)
    for round in 0..<3000 {
      var samples = [
        Self.labels(&generator).stored, try Self.scores(&generator).stored,
        Self.losses(&generator).stored, Self.masks(&generator).stored,
        (0..<Int.random(in: 0...60, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        },
      ]
      for index in samples.indices where !samples[index].isEmpty {
        for _ in 0..<round % 4 {
          let position = Int.random(in: samples[index].indices, using: &generator)
          samples[index][position] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      for sample in samples {
        #expect(read(StoredLabels.self, sample) && read(ImageScores.self, sample))
        #expect(read(ImageLosses.self, sample) && read(MaskSet.self, sample))
      }
    }
  }

  @Test("integers of every size read back, and a cut one is none")
  func integers() {
    for shift in 0..<63 {
      for value in [1 << shift, (1 << shift) - 1, Int.max >> shift] {
        var writer = ByteWriter()
        writer.write(value)
        var reader = ByteReader(writer.bytes)
        #expect(reader.read() == value && reader.isAtEnd)
        var cut = ByteReader(writer.bytes.dropLast() + [0x80])
        #expect(cut.read() == nil && !cut.isAtEnd)
      }
    }
    var tooLong = ByteReader([UInt8](repeating: 0xFF, count: 10) + [0])
    #expect(tooLong.read() == nil)
  }
}
