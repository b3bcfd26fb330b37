import ArgumentParser
import Experiments
import Foundation
import Vision

/// What `--masks sam` needs to know.
struct SAMOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "SAM’s weights, for “--masks sam”; “doctor” says which model a file holds.",
      valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "How SAM is asked for masks: \(MaskGeneratorOptions.presetNames).", valueName: "preset"))
  var samPreset = "reference"

  @Option(help: "SAM’s arithmetic: f32, or bf16, which is faster and coarser.")
  var precision = Precision.f32

  func validate() throws {
    guard settings != nil else {
      throw ValidationError(
        "--sam-preset takes \(MaskGeneratorOptions.presetNames), not “\(samPreset)”")
    }
  }

  private var settings: MaskGeneratorSettings? {
    MaskGeneratorSettings.presets.first { $0.name == samPreset }?.settings
  }

  /// Throws: `Failure` without weights; what `Checkpoint.model(in:)` throws.
  func source() throws -> SAMSource {
    guard let checkpoint, let settings else {
      throw Failure(.usage, "--masks sam needs SAM’s weights: --checkpoint FILE")
    }
    return SAMSource(
      try Checkpoint.model(in: checkpoint), checkpoint: checkpoint, precision: precision,
      settings: settings)
  }

  /// The words that ask for the same, without folders.
  var words: [String] {
    guard let checkpoint else { return [] }
    var words = ["--checkpoint", URL(filePath: checkpoint).lastPathComponent]
    if samPreset != "reference" { words += ["--sam-preset", samPreset] }
    if precision != .f32 { words += ["--precision", precision.rawValue] }
    return words
  }
}
