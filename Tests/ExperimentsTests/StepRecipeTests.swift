import Experiments
import TestSupport
import Testing

@Suite struct StepRecipeTests {
  private func recipe(
    _ name: String = "step", version: Int = 1, _ parameters: [Parameter] = [],
    inputs: [StepInput] = []
  ) -> StepRecipe {
    StepRecipe(
      SampleStep(name: name, version: version, parameters: parameters), inputs: inputs)
  }

  @Test("moving a letter from one field to the next gives another key")
  func canonical() {
    let digest = Digest(of: [1])
    let recipes = [
      recipe("ab"), recipe("a"), recipe("ab", version: 11), recipe("ab", [.init("c", "d")]),
      recipe("ab", [.init("cd", "")]), recipe("ab", [.init("", "cd")]),
      recipe("ab", [.init("c", ""), .init("d", "")]), recipe("ab", [.init("c", "d\0")]),
      recipe("abc", [.init("", "d")]), recipe("ab", inputs: [.init("c", digest)]),
      recipe("ab", [.init("c", digest.hexadecimal)]),
      recipe("ab", inputs: [.init("c", Digest(of: [2]))]),
    ]
    #expect(Set(recipes.map(\.key)).count == recipes.count)
  }

  @Test("equal steps and inputs give equal keys, long values too")
  func stable() {
    let long = String(repeating: "0.05 0.85; ", count: 4000)
    #expect(recipe([.init("a", long)]).key == recipe([.init("a", long)]).key)
    #expect(recipe([.init("a", long)]).key != recipe([.init("a", long + "x")]).key)
    // SHA-256 of the length-prefixed fields, made by StepRecipeTests.py.
    #expect(
      recipe("region-tree", version: 3, [.init("size", 7)], inputs: [.init("image", text: "x")])
        .key.hexadecimal == "35056a57ef70d819021ef3f62085abac420352f740dc9dee8736cd8897da5139")
  }

  @Test("a note stays small however long a parameter is")
  func shortNotes() {
    let long = recipe([.init("a", String(repeating: "x", count: 5_000_000))])
    let note = ObjectNote(step: long.step, subject: "image", components: long.components)
    #expect(note.bytes.count < 1000)
  }

  private func recipe(_ parameters: [Parameter]) -> StepRecipe { recipe("step", parameters) }

  @Test("a miss names what changed since the last time")
  func reasons() {
    let old = recipe(
      version: 1, [.init("size", 7), .init("gone", "x")], inputs: [.init("image", text: "a")])
    let last = ObjectNote(step: old.step, subject: "image", components: old.components)
    #expect(old.reason(comparedWith: []) == "never made")
    #expect(old.reason(comparedWith: [last]) == "damaged or pruned")
    let new = recipe(
      version: 2, [.init("size", 8), .init("more", true)], inputs: [.init("image", text: "a")])
    #expect(
      new.reason(comparedWith: [last])
        == "version: 1 → 2, parameter size: 7 → 8, parameter more: none → yes, parameter gone: gone"
    )
    let changed = recipe(
      version: 1, [.init("size", 7), .init("gone", "x")], inputs: [.init("image", text: "b")])
    #expect(changed.reason(comparedWith: [last]).hasPrefix("input image: ca978112ca1bbdcafac2… → "))
    #expect(!changed.isNew(comparedWith: [last]))
    #expect(new.isNew(comparedWith: [last]) && new.isNew(comparedWith: []))
  }

  @Test("of several earlier objects a miss is compared with the most similar, then the newest")
  func nearest() {
    func note(version: Int, size: Int) -> ObjectNote {
      let made = recipe("step", version: version, [.init("size", size)])
      return ObjectNote(step: "step", subject: "image", components: made.components)
    }
    let earlier = [note(version: 1, size: 9), note(version: 2, size: 7), note(version: 1, size: 7)]
    let new = recipe("step", version: 3, [.init("size", 7)])
    #expect(new.reason(comparedWith: earlier) == "version: 2 → 3")
  }

  @Test("a note reads back as it was written")
  func noteRoundTrip() {
    let note = ObjectNote(
      step: "region-tree", subject: "2007_000032", components: [.init("a", ""), .init("", "b ü")],
      cost: .init(wall: 5, cpu: 4, peakBytes: 1 << 40))
    #expect(ObjectNote(bytes: note.bytes) == note)
    let bare = ObjectNote(step: "", subject: "", components: [])
    #expect(ObjectNote(bytes: bare.bytes) == bare)
  }

  @Test("tabs and line feeds in a field become spaces and break no line")
  func noteEscape() {
    let note = ObjectNote(
      step: "a\tb", subject: "c\nd\r", components: [.init("e\r\nf", "\t"), .init("\n", "g")])
    let read = ObjectNote(bytes: note.bytes)
    #expect(read?.step == "a b")
    #expect(read?.subject == "c d ")
    #expect(read?.components == [.init("e f", " "), .init(" ", "g")])
  }

  @Test("bytes that are no note are none, and crash nothing")
  func noteFuzz() {
    var generator = CaseGenerator(seed: 4)
    let note = ObjectNote(step: "a", subject: "b", components: [.init("c", "d")])
    for _ in 0..<3000 {
      var bytes = note.bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      if let read = ObjectNote(bytes: bytes) { #expect(ObjectNote(bytes: read.bytes) != nil) }
    }
    #expect(ObjectNote(bytes: []) == nil)
    #expect(ObjectNote(bytes: [0xFF]) == nil)
    #expect(ObjectNote(bytes: Array("a\tb\tc\td\te".utf8)) == nil)
  }
}
