import Experiments
import Report

/// An experiment that can be read: its findings told as an answer, what carries it, and sections.
protocol ReportedExperiment: Experiment {
  /// The file that made it, for readers who want to see the Swift.
  var sourceFile: String { get }
  /// The images that the story shows.
  func pictures(of findings: Findings, in study: Study) -> [PictureRequest]
  @StoryBuilder func story(
    of findings: Findings, in study: Study, pictures: Pictures
  ) -> [StoryPart]
}

extension ReportedExperiment {
  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] { [] }
}

/// A part of a chapter, in the order a reader meets it.
enum StoryPart {
  case answer(Prose)
  case lead([Block])
  case section(Section)
}

/// The sentence under the question.
func Answer(_ prose: Prose) -> StoryPart { .answer(prose) }

/// The figure and the table that carry the answer.
func Lead(@BlockBuilder _ blocks: () -> [Block]) -> StoryPart { .lead(blocks()) }

/// Collects the parts of a chapter top to bottom.
@resultBuilder
enum StoryBuilder {
  static func buildExpression(_ part: StoryPart) -> [StoryPart] { [part] }
  static func buildExpression(_ section: Section) -> [StoryPart] { [.section(section)] }
  static func buildBlock(_ parts: [StoryPart]...) -> [StoryPart] { parts.flatMap { $0 } }
  static func buildOptional(_ part: [StoryPart]?) -> [StoryPart] { part ?? [] }
  static func buildEither(first: [StoryPart]) -> [StoryPart] { first }
  static func buildEither(second: [StoryPart]) -> [StoryPart] { second }
  static func buildArray(_ parts: [[StoryPart]]) -> [StoryPart] { parts.flatMap { $0 } }
}
