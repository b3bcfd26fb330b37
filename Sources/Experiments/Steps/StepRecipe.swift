/// What a key is the digest of. The bytes are canonical: every field is preceded by its length.
package struct StepRecipe {
  /// Raised when stored forms change as a whole.
  private static let format = 1
  private static let parameter = "parameter "
  /// Longer values stand in the recipe by their digest: every object's note repeats them.
  private static let longestValue = 200

  package let step: String
  package let components: [ObjectNote.Component]

  package init(_ step: some Step, inputs: [StepInput]) {
    self.init(step.name, step.version, step.parameters, inputs)
  }

  package init(_ step: some SetStep, inputs: [StepInput]) {
    self.init(step.name, step.version, step.parameters, inputs)
  }

  private init(_ step: String, _ version: Int, _ parameters: [Parameter], _ inputs: [StepInput]) {
    self.step = step
    components =
      [.init("format", "\(Self.format)"), .init("version", "\(version)")]
      + parameters.map { .init(Self.parameter + $0.name, Self.bounded($0.value)) }
      + inputs.map { .init("input \($0.name)", $0.digest.hexadecimal) }
  }

  /// What the note of an object names that no single image has.
  package static let wholeStudy = "all images"

  private static func bounded(_ value: String) -> String {
    value.utf8.count <= longestValue
      ? value : "sha256 \(Digest(of: Array(value.utf8)).hexadecimal)"
  }

  package var key: Digest {
    var bytes: [UInt8] = []
    for field in [step] + components.flatMap({ [$0.name, $0.value] }) {
      let text = Array(field.utf8)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
      bytes += text
    }
    return Digest(of: bytes)
  }

  /// Why there is no object: the components that differ from the most similar object of the same
  /// step and subject, or that there is none. Of equally similar ones the first counts.
  package func reason(comparedWith earlier: [ObjectNote]) -> String {
    let changes = earlier.map(changes).min { $0.count < $1.count }
    guard let changes else { return "never made" }
    return changes.isEmpty ? "damaged or pruned" : changes.joined(separator: ", ")
  }

  /// Whether no object of the same step and subject had these parameters, of whatever version and
  /// from whatever inputs.
  package func isNew(comparedWith earlier: [ObjectNote]) -> Bool {
    func parameters(_ components: [ObjectNote.Component]) -> [ObjectNote.Component] {
      components.filter { $0.name.hasPrefix(Self.parameter) }
    }
    return !earlier.contains { parameters($0.components) == parameters(components) }
  }

  private func changes(since last: ObjectNote) -> [String] {
    let before = Dictionary(last.components.map { ($0.name, $0.value) }) { first, _ in first }
    let now = Set(components.map(\.name))
    let changed = components.filter { before[$0.name] != $0.value }.map { component in
      let old = before[component.name].map { Self.brief($0) } ?? "none"
      return "\(component.name): \(old) → \(Self.brief(component.value))"
    }
    return changed + last.components.filter { !now.contains($0.name) }.map { "\($0.name): gone" }
  }

  private static func brief(_ value: String) -> String {
    value.count > 24 ? String(value.prefix(20)) + "…" : value
  }
}
