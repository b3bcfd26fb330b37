import Foundation
import TestSupport
import Testing
import Vision

@Suite("COCO run lengths")
struct RLECocoTests {
  /// One mask of Tests/Fixtures/rle/coco.json.
  struct Golden: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var rows: [String]
    var compressed: String
    var lengths: [Int]

    var testDescription: String { name }
    var width: Int { rows[0].utf8.count }
    var height: Int { rows.count }
    var mask: BinaryMask {
      let values = rows.flatMap(\.utf8).map { $0 - 48 }
      return BinaryMask(width: width, height: height, values: values)
    }

    static func all() throws -> [Golden] {
      struct Document: Decodable { var cases: [Golden] }
      return try JSONDecoder().decode(Document.self, from: fixture("rle/coco.json")).cases
    }
  }

  @Test("a mask encodes to the characters and numbers of pycocotools", arguments: try Golden.all())
  func encoding(golden: Golden) {
    let mask = RunLengthMask(golden.mask)
    let (height, width) = (golden.height, golden.width)
    #expect(
      mask.cocoRLE()
        == CocoRLE(height: height, width: width, counts: .compressed(golden.compressed)))
    #expect(
      mask.cocoRLE(compressed: false)
        == CocoRLE(height: height, width: width, counts: .lengths(golden.lengths)))
  }

  @Test("both forms decode to the mask", arguments: try Golden.all())
  func decoding(golden: Golden) throws {
    for counts in [CocoRLE.Counts.compressed(golden.compressed), .lengths(golden.lengths)] {
      let rle = CocoRLE(height: golden.height, width: golden.width, counts: counts)
      #expect(try BinaryMask(RunLengthMask(rle)) == golden.mask)
    }
  }

  @Test("JSON of both forms survives", arguments: try Golden.all())
  func json(golden: Golden) throws {
    for compressed in [true, false] {
      let rle = RunLengthMask(golden.mask).cocoRLE(compressed: compressed)
      let again = try JSONDecoder().decode(CocoRLE.self, from: try JSONEncoder().encode(rle))
      #expect(again == rle)
    }
    let text = #"{"counts": "01", "size": [1, 1]}"#
    #expect(
      try JSONDecoder().decode(CocoRLE.self, from: Data(text.utf8))
        == CocoRLE(height: 1, width: 1, counts: .compressed("01")))
  }

  @Test("masks of odd sizes survive", arguments: oddSizes)
  func roundTrip(width: Int, height: Int) throws {
    for run in [1, 7, 900] {
      let mask = RunLengthMask(randomMask(width: width, height: height, run: run, seed: 15))
      #expect(try RunLengthMask(mask.cocoRLE()) == mask)
      #expect(try RunLengthMask(mask.cocoRLE(compressed: false)) == mask)
    }
  }

  @Test("runs of no pixels inside are read as pycocotools reads them")
  func emptyRuns() throws {
    let rle = CocoRLE(height: 2, width: 3, counts: .lengths([1, 2, 0, 1, 2, 0]))
    let expected = BinaryMask(width: 3, height: 2, values: [0, 1, 0, 1, 1, 0])
    #expect(try BinaryMask(RunLengthMask(rle)) == expected)
  }

  @Test("counts that are no run lengths are refused")
  func malformed() {
    func decode(_ counts: CocoRLE.Counts, height: Int = 2, width: Int = 3) -> MaskError? {
      do throws(MaskError) {
        _ = try RunLengthMask(CocoRLE(height: height, width: width, counts: counts))
        return nil
      } catch { return error }
    }
    #expect(decode(.lengths([1, 4])) == .runsDoNotAddUp(sum: 5, expected: 6))
    #expect(decode(.lengths([7])) == .runsDoNotAddUp(sum: 7, expected: 6))
    #expect(decode(.lengths([])) == .runsDoNotAddUp(sum: 0, expected: 6))
    #expect(
      decode(.lengths([7, -1])) == .malformedCounts(offset: 1, reason: "a run length of -1"))
    #expect(decode(.lengths([.max, .max])) != nil)
    #expect(decode(.compressed("")) == .runsDoNotAddUp(sum: 0, expected: 6))
    #expect(
      decode(.compressed("6 ")) == .malformedCounts(offset: 1, reason: "character code 32"))
    #expect(
      decode(.compressed("é")) == .malformedCounts(offset: 0, reason: "character code 195"))
    // "O" is a group with the sign bit: -1.
    #expect(decode(.compressed("O")) == .malformedCounts(offset: 0, reason: "a run length of -1"))
    // "P" asks for another group.
    #expect(decode(.compressed("6P")) == .malformedCounts(offset: 2, reason: "number not finished"))
    #expect(
      decode(.compressed(String(repeating: "o", count: 50)))
        == .malformedCounts(offset: 7, reason: "number too long"))
    #expect(decode(.lengths([0]), height: 0) == .emptySize(width: 3, height: 0))
    #expect(
      decode(.compressed("1"), height: .max, width: .max)
        == .tooLarge(width: .max, height: .max, maximumPixels: RunLengthMask.maximumPixels))
  }

  @Test("no characters make it crash")
  func garbage() {
    var random = CaseGenerator(seed: 16)
    for _ in 0..<5000 {
      let length = Int.random(in: 0..<30, using: &random)
      let characters = (0..<length).map { _ in UInt8.random(in: 46...113, using: &random) }
      let text = String(decoding: characters, as: UTF8.self)
      do throws(MaskError) {
        let mask = try RunLengthMask(CocoRLE(height: 9, width: 9, counts: .compressed(text)))
        #expect(mask.runs.reduce(0, +) == 81)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
